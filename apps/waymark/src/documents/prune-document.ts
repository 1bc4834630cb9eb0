import type { PruneReport } from "@waymark/trace-core";

/** What `waymark prune --json` prints: records by kind that were removed, or with `dryRun` would be. */
export interface PruneDocument extends PruneReport {
  /** ISO 8601, UTC: sessions that ended before it. */
  readonly olderThan: string;
  /** Whether the question on the terminal was answered with no. */
  readonly wasDeclined: boolean;
}
