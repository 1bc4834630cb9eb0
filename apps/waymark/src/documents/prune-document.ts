import type { PruneReport } from "@waymark/trace-core";

/** What `waymark prune --json` prints: the numbers of records that were removed or, with `dryRun`, would be. */
export interface PruneDocument extends PruneReport {
  /** Only sessions that ended before this time are removed. ISO 8601 in UTC. */
  readonly olderThan: string;
  /** Whether the user declined the confirmation. */
  readonly wasDeclined: boolean;
}
