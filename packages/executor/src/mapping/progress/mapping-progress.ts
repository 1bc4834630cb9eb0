/**
 * The last thing that was done:
 * - `cache`: a slice was looked up in the session's own answers and in the cache
 * - `mapping`: a batch was sent through a path
 * - `writing`: a slice was committed
 * - `done`: the session was ended
 */
export type MappingPhase = "cache" | "mapping" | "writing" | "done";

/** How far a run has come. Counts are of inputs, duplicates included. */
export interface MappingProgress {
  readonly sessionId: string;
  readonly phase: MappingPhase;
  /** Answered inputs. */
  readonly done: number;
  /** Null if the inputs are streamed and have not all been read. */
  readonly total: number | null;
  /** Answered inputs with at least one target. */
  readonly mapped: number;
  /** Answered inputs that were served from the cache. */
  readonly fromCache: number;
  readonly elapsedMs: number;
  /** Answered inputs per second since the start. */
  readonly perSecond: number;
  /** How long the rest will take at this rate; null while this cannot be estimated. */
  readonly remainingMs: number | null;
}
