import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

import { CsvError, parse } from "csv-parse";

import { TableError } from "./table-error.js";

export interface TableFormat {
  readonly delimiter: "\t" | ",";
  /** Lines that begin with it are comments; null for none. */
  readonly comment: string | null;
  /** The character with which cells may be quoted; null for none. */
  readonly quote: string | null;
  readonly isGzipped: boolean;
}

export interface TableRow {
  /** The line where it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface TableFile {
  /** SHA-256 of the file's bytes, lower-case hex. */
  readonly contentHash: string;
  readonly bytes: number;
}

/** A longer row can only be due to a quote that was not closed. */
const MAX_ROW_CHARACTERS = 16 * 1024 * 1024;

interface ParsedRow {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads a table row by row, the header first. A byte order mark, all kinds of line ends and blank lines are accepted.
 * Rows with more or fewer cells than the header are passed on as they are.
 *
 * A tab-separated cell is quoted if it begins and ends with a quote; any other quote is an ordinary character, and no
 * cell spans several lines. Comma-separated tables are read as in RFC 4180.
 *
 * @throws TableError a quote is out of place, or not closed
 * @throws Error the file cannot be read, or its gzip is damaged
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
    record_delimiter: ["\r\n", "\n", "\r"],
    quote: format.quote,
    relax_quotes: format.delimiter === "\t",
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_CHARACTERS,
    bom: true,
    info: true,
    ...(format.comment === null ? {} : { comment: format.comment, comment_no_infix: true }),
  });
  const lines = new LineMeter();
  const handOver = ({ record, info }: ParsedRow): void => {
    const line = lines.startOf(record, info.lines);
    if (format.delimiter === "\t" && lines.isBroken) {
      throw new TableError(
        line,
        `a quote opened here is closed only on line ${lines.last}; ` +
          "if quotes are ordinary characters, declare quote: none",
      );
    }
    onRow({ line, cells: record });
  };
  // If its last part throws, a pipeline rejects with the resulting abort, so the error is kept here.
  let thrown: unknown;
  const rows = async (records: AsyncIterable<ParsedRow>): Promise<void> => {
    for await (const row of records) {
      try {
        handOver(row);
      } catch (error) {
        thrown = error;
        throw error;
      }
    }
  };
  const source = createReadStream(path);
  try {
    if (format.isGzipped) await pipeline(source, meter, createGunzip(), parser, rows);
    else await pipeline(source, meter, parser, rows);
  } catch (error) {
    throw thrown ?? (error instanceof CsvError ? toTableError(error, lines) : error);
  }
  return { contentHash: hash.digest("hex"), bytes };
}

/**
 * Reads only the header, however long the table is.
 *
 * @returns undefined if the table is empty
 * @throws the errors of `readTable`
 */
export async function readHeader(path: string, format: TableFormat): Promise<readonly string[] | undefined> {
  const enough = new Error("the header is all that was asked for");
  let header: readonly string[] | undefined;
  try {
    await readTable(path, format, ({ cells }) => {
      header = cells;
      throw enough;
    });
  } catch (error) {
    if (error !== enough) throw error;
  }
  return header;
}

/** Finds the line where a row begins: the parser says where it ends, and counts a CRLF within a cell as two lines. */
class LineMeter {
  /** The line on which the last row ended. */
  last = 0;
  /** Whether a cell of the last row has line breaks in it. */
  isBroken = false;
  private miscounted = 0;

  startOf(cells: readonly string[], lines: number): number {
    let breaks = 0;
    // If the count has not jumped, no cell contains a line break.
    if (lines - this.miscounted > this.last + 1) {
      for (const cell of cells) {
        const crlf = cell.split("\r\n").length - 1;
        this.miscounted += crlf;
        breaks += cell.split(/\r\n|\r|\n/).length - 1;
      }
    }
    this.isBroken = breaks > 0;
    this.last = lines - this.miscounted;
    return this.last - breaks;
  }
}

function toTableError(error: CsvError, lines: LineMeter): TableError {
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
    case "CSV_MAX_RECORD_SIZE":
      return new TableError(
        lines.last + 1,
        "a quote opened in the row that begins here is never closed; close it, or declare quote: none",
        error,
      );
    default:
      return new TableError(
        "lines" in error && typeof error.lines === "number" ? error.lines : lines.last + 1,
        "a quote is misplaced: quote the whole cell and double the quotes in it, or declare quote: none",
        error,
      );
  }
}
