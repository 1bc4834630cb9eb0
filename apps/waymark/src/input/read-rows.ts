import type { Hash } from "node:crypto";

import { InputError } from "./input-error.js";
import type { InputFile } from "./input-file.js";
import { amount } from "../views/format.js";
import type { InputLayout, InputRow } from "./input-layout.js";
import { readLines } from "./read-lines.js";
import { readRecords } from "./read-records.js";

export interface ReadRowsOptions {
  /** Maximum number of rows. Default all. */
  readonly limit?: number | null;
  /** Is updated with the bytes of the file, but with all of them only if there is no limit. Default none. */
  readonly hash?: Hash;
}

/**
 * The identifiers of a file, in order, with one piece of the file in memory. Blank lines are skipped, empty cells are
 * not.
 *
 * @throws InputError a row has more cells than the header: a cell was split, or the separator is wrong
 */
export async function* readRows(
  file: InputFile,
  layout: InputLayout,
  { limit = null, hash }: ReadRowsOptions = {},
): AsyncGenerator<InputRow, void, undefined> {
  let left = limit ?? Number.POSITIVE_INFINITY;
  if (left <= 0) return;
  const rows = layout.kind === "list" ? listRows(file, layout, hash) : tableRows(file, layout, hash);
  for await (const row of rows) {
    yield row;
    if (--left <= 0) return;
  }
}

async function* listRows(
  file: InputFile,
  { hasHeader }: Extract<InputLayout, { kind: "list" }>,
  hash?: Hash,
): AsyncGenerator<InputRow, void, undefined> {
  let isFirst = true;
  for await (const { line, text } of readLines(file.text(hash), file.shown)) {
    if (text.trim() === "") continue;
    if (!(isFirst && hasHeader)) yield { line, identifier: text, secondary: NONE, others: [], lacking: 0 };
    isFirst = false;
  }
}

async function* tableRows(
  file: InputFile,
  { delimiter, hasHeader, columns, column, secondary }: Extract<InputLayout, { kind: "table" }>,
  hash?: Hash,
): AsyncGenerator<InputRow, void, undefined> {
  const types = Object.entries(secondary);
  let isFirst = true;
  for await (const { line, cells } of readRecords(file.text(hash), delimiter, file.shown)) {
    const isHeader = isFirst && hasHeader;
    isFirst = false;
    if (isHeader) continue;
    if (cells.length > columns.length)
      checkSurplus(cells, columns.length, { shown: file.shown, line, delimiter, hasHeader });
    const beside = types.flatMap(([type, index]) => {
      const cell = cells[index] ?? "";
      return cell.trim() === "" ? [] : [[type, cell] as const];
    });
    yield {
      line,
      identifier: cells[column] ?? "",
      secondary: Object.fromEntries(beside),
      // Rows with too few cells are filled up, so that cells stay in their columns.
      others: columns.flatMap((_, index) => (index === column ? [] : [cells[index] ?? ""])),
      lacking: Math.max(0, columns.length - cells.length),
    };
  }
}

const SEPARATORS = { "\t": "tab", ",": "comma", ";": "semicolon" } as const;

/** Spreadsheets end rows with surplus empty cells, which can be ignored. */
function checkSurplus(
  cells: readonly string[],
  expected: number,
  place: {
    readonly shown: string;
    readonly line: number;
    readonly delimiter: keyof typeof SEPARATORS;
    readonly hasHeader: boolean;
  },
): void {
  if (cells.slice(expected).every((it) => it.trim() === "")) return;
  const { shown, line, delimiter, hasHeader } = place;
  const separator = SEPARATORS[delimiter];
  throw new InputError(
    `${shown}, line ${String(line)}: ${amount(cells.length, "cell")} where the ${hasHeader ? "header" : "first row"} has ` +
      `${String(expected)}: quote the cell that contains a ${separator}, or, if the ${separator} does not separate ` +
      "the cells, fix the header",
    { line, expected, found: cells.length },
  );
}

const NONE: Readonly<Record<string, string>> = {};
