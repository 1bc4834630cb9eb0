import type { SkippedEntry } from "../resources/skipped-entries.js";

/** What loading a catalog found in its tables. */
export interface CatalogReport {
  /** The catalog's file. */
  readonly file: string;
  readonly resources: readonly ResourceReport[];
  /** What is worth knowing and does not stand in the way. */
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
  /** Rows that had more or fewer cells than the header; of a mapping set, all that are no mapping. */
  readonly rowsSkipped: number;
  /** Identifiers that are none by the rules of their type. */
  readonly identifiersSkipped: number;
  /** Cells of a confidence column that are no number from 0 to 1: the rank's confidence is used. */
  readonly confidencesSkipped: number;
  /** Pairs of identifiers that a rank, or the history, had already. */
  readonly duplicates: number;
  /** The first of what was skipped, of each kind. */
  readonly firstSkipped: readonly SkippedEntry[];
  readonly maps: readonly MapReport[];
  /** Withdrawn and merged identifiers, for a history. */
  readonly historyEntries: number;
  /** Those of them that are current in the primary table, which wins. */
  readonly historyOverruled: number;
  readonly durationMs: number;
}

export interface MapReport {
  readonly name: string;
  /** By rank: how many identifiers it knows. */
  readonly ranks: readonly { readonly name: string | null; readonly identifiers: number }[];
}
