import type { Hash } from "node:crypto";

import type { InputFile } from "./input-file.js";
import type { InputLayout, InputRow } from "./input-layout.js";
import { readLines } from "./read-lines.js";
import { readRecords } from "./read-records.js";

export interface ReadRowsOptions {
  /** At most this many. Default all. */
  readonly limit?: number | null;
  /** Is given the file's bytes; all of them only without a limit. Default none. */
  readonly hash?: Hash;
}

/** The identifiers of a file, in order, a piece of it in memory at a time. Blank lines are passed over; empty cells are not. */
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
    if (!(isFirst && hasHeader)) yield { line, identifier: text, secondary: NONE, others: [] };
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
    const beside = types.flatMap(([type, index]) => {
      const cell = cells[index] ?? "";
      return cell.trim() === "" ? [] : [[type, cell] as const];
    });
    yield {
      line,
      identifier: cells[column] ?? "",
      secondary: Object.fromEntries(beside),
      // Rows that lack cells keep their place; what is more than the header has no name.
      others: columns.flatMap((_, index) => (index === column ? [] : [cells[index] ?? ""])),
    };
  }
}

const NONE: Readonly<Record<string, string>> = {};
