import type { SkippedEntry } from "../resources/skipped-entries.js";

/** What loading a catalog found in its tables. */
export interface CatalogReport {
  /** The catalog's file. */
  readonly file: string;
  readonly resources: readonly ResourceReport[];
  /** Findings that do not prevent the catalog from being used. */
  readonly warnings: readonly string[];
}

export interface ResourceReport {
  readonly name: string;
  readonly file: string;
  readonly release: string | null;
  readonly contentHash: string;
  readonly bytes: number;
  /** Without the header. */
  readonly rowsRead: number;
  /** Rows with more or fewer cells than the header; in a mapping set, all rows that are not a mapping. */
  readonly rowsSkipped: number;
  /** Texts that are not identifiers by the rules of their type. */
  readonly identifiersSkipped: number;
  /** Cells of a confidence column that are not a number from 0 to 1; the rank's confidence is used instead. */
  readonly confidencesSkipped: number;
  /** Pairs of identifiers that a rank, or the history, already had. */
  readonly duplicates: number;
  /** The first skipped entries of each kind. */
  readonly firstSkipped: readonly SkippedEntry[];
  readonly maps: readonly MapReport[];
  /** Withdrawn and merged identifiers, for a history. */
  readonly historyEntries: number;
  /** Those of them that are current in the primary table, which takes precedence. */
  readonly historyOverruled: number;
  readonly durationMs: number;
}

export interface MapReport {
  readonly name: string;
  /** By rank: how many identifiers it knows. */
  readonly ranks: readonly { readonly name: string | null; readonly identifiers: number }[];
}
