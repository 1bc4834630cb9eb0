import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

import { parse } from "csv-parse";

export interface TableFormat {
  readonly delimiter: "\t" | ",";
  /** Lines that begin with it are comments; null for none. */
  readonly comment: string | null;
  /** What cells may be quoted with; null for nothing. */
  readonly quote: string | null;
  readonly isGzipped: boolean;
}

export interface TableRow {
  /** Where it ends in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface TableFile {
  /** SHA-256 of the file's bytes, lower-case hex. */
  readonly contentHash: string;
  readonly bytes: number;
}

/**
 * Reads a table row by row, the header first; a byte order mark, CRLF and blank lines are taken in stride. Rows that have
 * more or fewer cells than the header are handed over as they are.
 *
 * @throws Error the file cannot be read, its gzip is damaged, or a quote is not closed: `line` says where
 */
export async function readTable(
  path: string,
  format: TableFormat,
  onRow: (row: TableRow) => void,
): Promise<TableFile> {
  const hash = createHash("sha256");
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const parser = parse({
    delimiter: format.delimiter,
    quote: format.quote,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    bom: true,
    info: true,
    ...(format.comment === null ? {} : { comment: format.comment, comment_no_infix: true }),
  });
  const source = createReadStream(path);
  const rows = async (
    records: AsyncIterable<{ record: string[]; info: { lines: number } }>,
  ): Promise<void> => {
    for await (const { record, info } of records) onRow({ line: info.lines, cells: record });
  };
  if (format.isGzipped) await pipeline(source, meter, createGunzip(), parser, rows);
  else await pipeline(source, meter, parser, rows);
  return { contentHash: hash.digest("hex"), bytes };
}
