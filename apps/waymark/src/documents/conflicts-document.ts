import type { Conflict } from "@waymark/trace-report";

/** What `waymark conflicts --json` prints, written as it is found. */
export interface ConflictsDocument {
  /** Only what this session answered; null for the whole trace. */
  readonly sessionId: string | null;
  readonly conflicts: readonly Conflict[];
}
