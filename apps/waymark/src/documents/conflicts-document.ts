import type { Conflict } from "@waymark/trace-report";

/** What `waymark conflicts --json` prints, written as it is found. */
export interface ConflictsDocument {
  /** Only what this session answered; null for the whole trace. */
  readonly sessionId: string | null;
  readonly conflicts: readonly Conflict[];
  /** Whether there are more than `--limit` let through. */
  readonly hasMore: boolean;
  /** Identifiers that have targets, once for each type of target; null where `--limit` ended the search. */
  readonly identifiers: number | null;
  /** Those of them that were answered along more than one path, so that there was something to compare. */
  readonly compared: number | null;
}
