import { open } from "node:fs/promises";
import { constants, gunzipSync } from "node:zlib";

import { InputError } from "./input-error.js";

/** How a file's bytes are to be read as text. */
export interface InputEncoding {
  readonly charset: "utf-8" | "utf-16le" | "utf-16be";
  readonly hasByteOrderMark: boolean;
}

/** As many bytes as tell one kind of file from another. */
const HEAD = 4_096;

/** What is no text, by how it begins, and how to get identifiers out of it. */
const NO_TEXT: readonly (readonly [magic: string, what: string, advice?: string])[] = [
  ["504b0304", "a spreadsheet (.xlsx) or another ZIP", "save the sheet as TSV or CSV"],
  ["d0cf11e0", "an old spreadsheet (.xls)", "save the sheet as TSV or CSV"],
  ["53514c69746520666f726d6174", "an SQLite database", "export the identifiers as TSV"],
  ["25504446", "a PDF"],
  ["425a68", "packed with bzip2", "unpack it, or pack it with gzip"],
  ["fd377a58", "packed with xz", "unpack it, or pack it with gzip"],
  ["28b52ffd", "packed with zstd", "unpack it, or pack it with gzip"],
];

/**
 * Tells a file's encoding from how it begins, of one that gzip has packed from how what is in it begins.
 *
 * @param shown the file as the user calls it
 * @param wanted what to say of one that is no text. Default: how to get identifiers out of it
 * @throws InputError it is no text; the message says what to do
 */
export async function readEncoding(file: string, shown: string, wanted?: string): Promise<InputEncoding> {
  const head = unpackedHead(await readHead(file));
  const hex = head.toString("hex");
  const other = NO_TEXT.find(([magic]) => hex.startsWith(magic));
  if (other) {
    const [, what, advice = ""] = other;
    const next = wanted ?? advice;
    throw new InputError(next === "" ? `${shown} is ${what}` : `${shown} is ${what}: ${next}`);
  }
  const marks = { efbbbf: "utf-8", fffe: "utf-16le", feff: "utf-16be" } as const;
  for (const [mark, charset] of Object.entries(marks))
    if (hex.startsWith(mark)) return { charset, hasByteOrderMark: true };
  return { charset: charsetOf(head), hasByteOrderMark: false };
}

/** As much as the beginning of a file unpacks to; as it is where it is not packed, or is damaged, which is told when it is read. */
function unpackedHead(head: Buffer): Buffer {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return head;
  try {
    // The file goes on behind it, so that the end is missing.
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return head;
  }
}

/** Text of UTF-16 without a byte order mark has a NUL in nearly every second byte. */
function charsetOf(head: Buffer): InputEncoding["charset"] {
  const pairs = Math.floor(head.length / 2);
  if (pairs < 2) return "utf-8";
  let even = 0;
  let odd = 0;
  for (let index = 0; index < pairs * 2; index += 2) {
    if (head[index] === 0) even += 1;
    if (head[index + 1] === 0) odd += 1;
  }
  if (odd > pairs * 0.8 && even === 0) return "utf-16le";
  return even > pairs * 0.8 && odd === 0 ? "utf-16be" : "utf-8";
}

async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
