import type { Failure } from "./failure.js";

export const PATH_EXECUTION_STATUSES = [
  "success",
  "partial_success",
  "no_mapping_found",
  "failure",
  "timed_out",
  "cancelled",
  "skipped",
] as const;

export type PathExecutionStatus = (typeof PATH_EXECUTION_STATUSES)[number];

export const STEP_DIRECTIONS = ["forward", "reverse"] as const;

/** Which way a step uses its map. */
export type StepDirection = (typeof STEP_DIRECTIONS)[number];

/** What one step did for one batch. */
export interface PathStepLog {
  readonly resource: string;
  /** The map of the resource that was used; null if the resource has only one. */
  readonly map: string | null;
  readonly release: string | null;
  /** SHA-256 of the resource's data, in lower-case hex; null if it has none. */
  readonly contentHash: string | null;
  readonly direction: StepDirection;
  readonly inputType: string;
  readonly outputType: string;
  /** Number of distinct identifiers that the step was given. */
  readonly inputCount: number;
  /** Number of distinct identifiers that the step returned. */
  readonly outputCount: number;
  readonly durationMs: number;
  /** Number of calls, including the first one. */
  readonly attempts: number;
  readonly error: Failure | null;
}

/** One batch of identifiers sent through one path. Immutable. */
export interface MappingPathExecutionLog {
  /** UUIDv7, made by the writer. */
  readonly id: string;
  readonly sessionId: string;
  readonly pathId: string;
  /** Hash of the path's definition; null if the writer has none. */
  readonly pathFingerprint: string | null;
  /** Counted from 0 within the session. */
  readonly batchIndex: number;
  readonly sourceType: string;
  readonly targetType: string;
  readonly status: PathExecutionStatus;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly durationMs: number;
  readonly inputCount: number;
  /** Number of inputs that reached at least one target. */
  readonly matchedCount: number;
  readonly steps: readonly PathStepLog[];
  readonly error: Failure | null;
}
