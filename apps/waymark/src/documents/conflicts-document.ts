import type { Conflict } from "@waymark/trace-report";

/** What `waymark conflicts --json` prints. It is written while conflicts are being found. */
export interface ConflictsDocument {
  /** Only answers of this session; null for the whole trace. */
  readonly sessionId: string | null;
  readonly conflicts: readonly Conflict[];
  /** Whether there are more conflicts than `--limit` allowed. */
  readonly hasMore: boolean;
  /** Identifiers that have targets, counted once for each target type; null if `--limit` ended the search. */
  readonly identifiers: number | null;
  /**
   * Those of them that several paths answered, so that there was something to compare; null if `--limit` ended the
   * search.
   */
  readonly compared: number | null;
}
