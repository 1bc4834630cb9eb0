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
  /** What cells may be quoted with; null for nothing. */
  readonly quote: string | null;
  readonly isGzipped: boolean;
}

export interface TableRow {
  /** Where it begins in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface TableFile {
  /** SHA-256 of the file's bytes, lower-case hex. */
  readonly contentHash: string;
  readonly bytes: number;
}

/** A longer row can only be a quote that nobody closed. */
const MAX_ROW_CHARACTERS = 16 * 1024 * 1024;

interface ParsedRow {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads a table row by row, the header first; a byte order mark, any line ends and blank lines are taken in stride. Rows
 * that have more or fewer cells than the header are handed over as they are.
 *
 * A tab-separated cell is quoted when it begins with a quote and ends with one; any other quote is a character like
 * others, and no cell goes over several lines. Comma-separated tables are read as RFC 4180 has it.
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
  // A pipeline whose last part throws rejects with the abort that this causes, so the error is kept aside.
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
 * Reads the header alone, however long the table is.
 *
 * @returns undefined when the table is empty
 * @throws as `readTable`
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

/** The parser tells where a row ends, and counts a CRLF within a cell as two lines. */
class LineMeter {
  /** The line on which the last row ended. */
  last = 0;
  /** Whether a cell of the last row has line breaks in it. */
  isBroken = false;
  private miscounted = 0;

  startOf(cells: readonly string[], lines: number): number {
    let breaks = 0;
    // Only a row after which the count has jumped can have any.
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
