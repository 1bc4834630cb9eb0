import type { Failure } from "./failure.js";
import type { JsonObject } from "./json.js";
import type { SessionResource } from "./session-resource.js";

/** All but `running` are terminal. */
export const MAPPING_SESSION_STATUSES = [
  "running",
  "completed",
  "partial",
  "failed",
  "cancelled",
  "abandoned",
] as const;

export type MappingSessionStatus = (typeof MAPPING_SESSION_STATUSES)[number];

export type TerminalSessionStatus = Exclude<MappingSessionStatus, "running">;

/** The process that runs a session; its start time shows whether a process id was reused. */
export interface SessionOwner {
  /** Host name. */
  readonly host: string;
  readonly processId: number;
  /** When that process started; compared with a tolerance of two seconds. */
  readonly processStartedAt: Date;
}

/** One run of the executor over one set of input identifiers. */
export interface MappingSession {
  /** UUIDv7, made by the writer. */
  readonly id: string;
  readonly sourceEndpoint: string | null;
  readonly targetEndpoint: string | null;
  readonly sourceType: string;
  readonly targetType: string;
  readonly parameters: JsonObject;
  readonly catalogFingerprint: string | null;
  /** The resources it could consult, as known at its start; by name ascending, at most `MAX_SESSION_RESOURCES`. */
  readonly resources: readonly SessionResource[];
  readonly status: MappingSessionStatus;
  readonly startedAt: Date;
  /** Null while the session is running. */
  readonly endedAt: Date | null;
  /** The last heartbeat, by the store's clock; at the start, `startedAt`. */
  readonly heartbeatAt: Date;
  readonly owner: SessionOwner | null;
  /** Number of input identifiers; for streamed input, null until it is known. */
  readonly inputCount: number | null;
  /** Number of inputs with at least one target; null until the end. */
  readonly resultCount: number | null;
  readonly executorVersion: string | null;
  readonly error: Failure | null;
  readonly tags: readonly string[];
}

/** The end of a running session, as a batch carries it. */
export interface SessionEnd {
  readonly sessionId: string;
  readonly status: TerminalSessionStatus;
  /** Not before the session's `startedAt`. */
  readonly endedAt: Date;
  /** Null leaves what the session already says. */
  readonly inputCount: number | null;
  /** Null leaves what the session already says. */
  readonly resultCount: number | null;
  readonly error: Failure | null;
}
