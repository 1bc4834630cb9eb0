import { Readable } from "node:stream";

import { CsvError, parse } from "csv-parse";

import { InputError } from "./input-error.js";

export interface InputRecord {
  /** Line where it begins, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A longer record can only be due to an unclosed quote. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

interface Parsed {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads a table record by record, including its header; blank lines are skipped. Quoting follows RFC 4180, except that
 * in tab-separated tables a cell is only quoted if it begins and ends with a quote; any other quote is an ordinary
 * character.
 *
 * @throws InputError a quote is misplaced or not closed
 */
export async function* readRecords(
  text: AsyncIterable<string>,
  delimiter: "\t" | "," | ";",
  shown: string,
): AsyncGenerator<InputRecord, void, undefined> {
  const parser = parse({
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_quotes: delimiter === "\t",
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_CHARACTERS,
    info: true,
  });
  const source = Readable.from(text);
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  const lines = { last: 0, miscounted: 0 };
  try {
    for await (const parsed of parser) {
      const { record, info } = parsed as Parsed;
      yield { line: startOf(record, info.lines, lines), cells: record };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const isOpen = error.code === "CSV_QUOTE_NOT_CLOSED" || error.code === "CSV_MAX_RECORD_SIZE";
    const line = isOpen || typeof error.lines !== "number" ? lines.last + 1 : error.lines;
    const what = isOpen
      ? "a quote opened in the row that begins here is never closed"
      : "a quote is misplaced: quote the whole cell, and double the quotes in it";
    throw new InputError(`${shown}, line ${String(line)}: ${what}`, { line }, error);
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/** The parser reports where a record ends, and counts a CRLF within a cell as two lines. */
function startOf(
  cells: readonly string[],
  parsed: number,
  lines: { last: number; miscounted: number },
): number {
  let breaks = 0;
  if (parsed - lines.miscounted > lines.last + 1) {
    for (const cell of cells) {
      lines.miscounted += cell.split("\r\n").length - 1;
      breaks += cell.split(/\r\n|\r|\n/).length - 1;
    }
  }
  lines.last = parsed - lines.miscounted;
  return lines.last - breaks;
}
