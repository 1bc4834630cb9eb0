/** How identifiers are laid out in a file; plain JSON, kept with the session so that it can be resumed. */
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
      /** Names of all columns, made unique. */
      readonly columns: readonly string[];
      /** Index of the column with the identifiers. */
      readonly column: number;
      /** Columns with identifiers of other types, index by type. */
      readonly secondary: Readonly<Record<string, number>>;
    };

/** One identifier of the input with what stands beside it. */
export interface InputRow {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly identifier: string;
  /** By type. */
  readonly secondary: Readonly<Record<string, string>>;
  /** The other columns, in order; empty for a list. */
  readonly others: readonly string[];
  /** How many cells the row lacks of those that its header has; 0 for a list. */
  readonly lacking: number;
}

/** Names of the columns beside the one with the identifiers. */
export function otherColumns(layout: InputLayout): readonly string[] {
  return layout.kind === "list" ? [] : layout.columns.filter((_, index) => index !== layout.column);
}
