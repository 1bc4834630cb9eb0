import { stringify } from "csv-stringify/sync";

import type { FormulaWatch } from "./formula-watch.js";
import type { Cell } from "./result-shape.js";

export const FORMATS = ["tsv", "csv", "jsonl"] as const;
export type Format = (typeof FORMATS)[number];

/** What stands between several values of one cell. */
const LIST_SEPARATOR = "|";

/** How lines become text. */
export interface ResultFormat {
  /** What the text begins with; empty for a format without a header. */
  readonly header: string;
  text(lines: readonly (readonly Cell[])[]): string;
}

/** The format that a file's name asks for; undefined when it does not say. */
export function formatOfName(file: string): Format | undefined {
  const end = /\.(tsv|tab|txt|csv|jsonl|ndjson)$/i.exec(file)?.[1]?.toLowerCase();
  if (end === undefined) return undefined;
  return end === "csv" ? "csv" : end === "jsonl" || end === "ndjson" ? "jsonl" : "tsv";
}

export function resultFormat(
  format: Format,
  columns: readonly string[],
  formulas: FormulaWatch,
): ResultFormat {
  return format === "jsonl" ? jsonLines(columns) : delimited(format, columns, formulas);
}

/** Cells with separators, quotes or line breaks in them are quoted as RFC 4180 has it. */
function delimited(format: "tsv" | "csv", columns: readonly string[], formulas: FormulaWatch): ResultFormat {
  const written = (cells: readonly (readonly string[])[]): string =>
    stringify(
      cells.map((it) => [...it]),
      {
        delimiter: format === "csv" ? "," : "\t",
        // A CR by itself ends a line for some readers.
        quoted_match: /\r/,
      },
    );
  return {
    header: written([columns.map((it) => formulas.safe(it))]),
    text: (lines) => written(lines.map((line) => line.map((cell) => formulas.safe(cellText(cell))))),
  };
}

function cellText(cell: Cell): string {
  if (cell === null) return "";
  return typeof cell === "object" ? cell.join(LIST_SEPARATOR) : String(cell);
}

/** One object a line, its keys the columns; what is missing is null, and several values are a list. */
function jsonLines(columns: readonly string[]): ResultFormat {
  return {
    header: "",
    text: (lines) =>
      lines
        .map((line) => {
          const entries = columns.map((column, index) => [column, line[index] ?? null] as const);
          return `${JSON.stringify(Object.fromEntries(entries))}\n`;
        })
        .join(""),
  };
}
