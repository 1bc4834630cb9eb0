import type { Failure, MappingSessionStatus } from "@waymark/trace-core";

/** What `waymark sessions --json` prints. */
export interface SessionsDocument {
  /** Whether there are more that fit. */
  readonly hasMore: boolean;
  /** Newest first. */
  readonly sessions: readonly SessionItem[];
}

/** Times are ISO 8601, UTC. */
export interface SessionItem {
  readonly id: string;
  readonly sourceType: string;
  readonly targetType: string;
  readonly status: MappingSessionStatus;
  /** Running by its status, but without a sign of life: its process is gone, or out of reach. */
  readonly isStale: boolean;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly heartbeatAt: string;
  /** Until the end, or the last sign of life; null for one that has not ended, or was abandoned, and gave none after its start. */
  readonly durationMs: number | null;
  /** Null until it is known. */
  readonly inputCount: number | null;
  /** Inputs with at least one target; null until the end. */
  readonly resultCount: number | null;
  readonly tags: readonly string[];
  readonly error: Failure | null;
}
