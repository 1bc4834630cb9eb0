/** The layout of identifiers in a file. Plain JSON, kept with the session so that it can be resumed. */
export type InputLayout =
  | {
      readonly kind: "list";
      /** Whether the first line is a heading. */
      readonly hasHeader: boolean;
    }
  | {
      readonly kind: "table";
      readonly delimiter: "\t" | "," | ";";
      readonly hasHeader: boolean;
      /** Names of all columns, which are made unique. */
      readonly columns: readonly string[];
      /** Index of the column with the identifiers. */
      readonly column: number;
      /** Columns with identifiers of other types: index by type. */
      readonly secondary: Readonly<Record<string, number>>;
    };

/** One identifier of the input with the other cells of its row. */
export interface InputRow {
  /** Line where it begins, counted from 1. */
  readonly line: number;
  readonly identifier: string;
  /** Secondary identifiers by type. */
  readonly secondary: Readonly<Record<string, string>>;
  /** The other columns, in order; empty for a list. */
  readonly others: readonly string[];
  /** Number of cells that the row has fewer than the header; 0 for a list. */
  readonly lacking: number;
}

/** Names of the columns other than the one with the identifiers. */
export function otherColumns(layout: InputLayout): readonly string[] {
  return layout.kind === "list" ? [] : layout.columns.filter((_, index) => index !== layout.column);
}
