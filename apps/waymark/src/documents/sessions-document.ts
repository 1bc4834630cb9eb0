import type { Failure, MappingSessionStatus } from "@waymark/trace-core";

/** What `waymark sessions --json` prints. */
export interface SessionsDocument {
  /** Whether more sessions match. */
  readonly hasMore: boolean;
  /** Newest first. */
  readonly sessions: readonly SessionItem[];
}

/** Times are ISO 8601 in UTC. */
export interface SessionItem {
  readonly id: string;
  readonly sourceType: string;
  readonly targetType: string;
  readonly status: MappingSessionStatus;
  /** Whether its status is running although there is no heartbeat: its process has ended or cannot be reached. */
  readonly isStale: boolean;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly heartbeatAt: string;
  /**
   * In ms, until the end or the last heartbeat; null for a session that has not ended, or was abandoned, and has no
   * heartbeat after its start.
   */
  readonly durationMs: number | null;
  /** Null if not known yet. */
  readonly inputCount: number | null;
  /** Number of inputs with at least one target; null until the session ends. */
  readonly resultCount: number | null;
  readonly tags: readonly string[];
  readonly error: Failure | null;
}
