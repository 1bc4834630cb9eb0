import { open } from "node:fs/promises";
import { constants, gunzipSync } from "node:zlib";

import { InputError } from "./input-error.js";

/** How the bytes of a file are decoded. */
export interface InputEncoding {
  readonly charset: "utf-8" | "utf-16le" | "utf-16be";
  readonly hasByteOrderMark: boolean;
}

/** Number of bytes that are enough to recognise the kind of a file. */
const HEAD = 4_096;

/** Files that are not text, by their first bytes, and how to get identifiers out of them. */
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
 * Detects the encoding of a file by its beginning; for a gzipped file, by the beginning of its content.
 *
 * @param shown the file as named by the user
 * @param wanted advice for a file that is not text. Default: how to get identifiers out of it
 * @throws InputError it is not text; the message says what to do
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

/**
 * The unpacked beginning of a gzipped file. Returns other files unchanged, and damaged ones as well: that is reported
 * when they are read.
 */
function unpackedHead(head: Buffer): Buffer {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return head;
  try {
    // The end is missing, since this is only the beginning of the file.
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return head;
  }
}

/** UTF-16 text without a byte order mark has a NUL in almost every second byte. */
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
