import { hash } from "node:crypto";

/** The text of the id at hand: one made of slices would be held together by a dozen more strings. */
const text = Buffer.alloc(36, "-");

/** RFC 9562, section 5.8. */
const VERSION = "8".charCodeAt(0);

/** By the hexadecimal digit that it replaces. */
const VARIANTS = "89ab89ab89ab89ab";

/**
 * A UUIDv8 (RFC 9562, section 5.8) of the SHA-256 of the parts, each preceded by its length in bytes, so that no two
 * lists of parts give the same text.
 */
export function derivedUuid(kind: string, parts: readonly string[]): string {
  let preimage = `waymark:${kind}`;
  for (const part of parts) preimage += `\n${String(Buffer.byteLength(part))}:${part}`;
  return uuidOf(hash("sha256", preimage, "hex"));
}

/** The first 128 bits in hex, with version and variant put in. */
function uuidOf(hex: string): string {
  let at = 0;
  for (let i = 0; i < 32; i++) {
    if (i === 8 || i === 12 || i === 16 || i === 20) at++;
    text[at++] = hex.charCodeAt(i);
  }
  text[14] = VERSION;
  text[19] = VARIANTS.charCodeAt(digit(hex.charCodeAt(16)));
  return text.toString("latin1");
}

/** What the hexadecimal digit with this code is worth. */
function digit(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}
