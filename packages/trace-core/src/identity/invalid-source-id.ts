import { createHash } from "node:crypto";

import { cutText } from "../text/cut-text.js";

/** The source id of an input that cannot be an identifier: `invalid:` and the SHA-256 of its UTF-16 text, in hex. */
export function invalidSourceId(raw: string): string {
  return `invalid:${createHash("sha256").update(raw, "utf16le").digest("hex")}`;
}

/** Whether a source id was made by `invalidSourceId`, and so is not an identifier. */
export function isInvalidSourceId(sourceId: string): boolean {
  return /^invalid:[0-9a-f]{64}$/.test(sourceId);
}

/** The input in printable form, escaped as in JSON and cut to at most `maxLength` characters. */
export function escapeRawId(raw: string, maxLength = 120): string {
  const escaped = JSON.stringify(raw.slice(0, maxLength * 2)).slice(1, -1);
  return escaped.length <= maxLength && raw.length <= maxLength * 2
    ? escaped
    : `${cutText(escaped, maxLength - 1)}…`;
}
