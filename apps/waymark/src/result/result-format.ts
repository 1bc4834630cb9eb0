import { stringify } from "csv-stringify/sync";

import type { FormulaWatch } from "./formula-watch.js";
import type { Cell } from "./result-shape.js";

export const FORMATS = ["tsv", "csv", "jsonl"] as const;
export type Format = (typeof FORMATS)[number];

/** Separates several values in one cell. */
const LIST_SEPARATOR = "|";

/** Converts lines to text. */
export interface ResultFormat {
  /** The header; empty if the format has none. */
  readonly header: string;
  text(lines: readonly (readonly Cell[])[]): string;
}

/** The format by file extension; undefined if it is unknown. */
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

/** Cells with separators, quotes or line breaks are quoted as in RFC 4180. */
function delimited(format: "tsv" | "csv", columns: readonly string[], formulas: FormulaWatch): ResultFormat {
  const written = (cells: readonly (readonly string[])[]): string =>
    stringify(
      cells.map((it) => [...it]),
      {
        delimiter: format === "csv" ? "," : "\t",
        // Some readers end a line at a CR.
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

/** One object per line with the columns as keys; missing values are null, several values are a list. */
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
