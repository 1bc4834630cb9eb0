/** - `cache`: answers were looked for
 *  - `mapping`: a batch went through a path
 *  - `writing`: a slice is committed
 *  - `done`: the session has ended */
export type MappingPhase = "cache" | "mapping" | "writing" | "done";

/** How far a run is. Counts are of inputs, duplicates included. */
export interface MappingProgress {
  readonly sessionId: string;
  readonly phase: MappingPhase;
  /** Inputs that are answered. */
  readonly done: number;
  /** Null when the inputs are streamed and have not all been read. */
  readonly total: number | null;
  /** Of those done: with at least one target. */
  readonly mapped: number;
  /** Of those done: served from the cache. */
  readonly fromCache: number;
  readonly elapsedMs: number;
  /** Answered inputs a second since the start. */
  readonly perSecond: number;
  /** How long the rest will take at this rate; null while that cannot be told. */
  readonly remainingMs: number | null;
}
