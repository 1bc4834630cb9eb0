import type { JsonObject, Relation } from "@waymark/trace-core";

import type { RawInput } from "../input/mapping-input.js";
import type { MappingProgress } from "../progress/mapping-progress.js";

/** What to map, and how. */
export interface MappingRequest {
  readonly sourceType: string;
  readonly targetType: string;
  /** As they come; each is read once, in order. A list's length is known at the start, a stream's at the end. */
  readonly identifiers: Iterable<RawInput> | AsyncIterable<RawInput>;
  /**
   * Types of the identifiers beside them, in order of preference. What its own identifier leads nowhere is mapped from the
   * first of these that is there to the source type, and on: with 0.9 of the confidence, and marked as derived. Such an
   * answer is never served from the cache. Default: those of the source endpoint, where the catalog has it.
   */
  readonly secondaryTypes?: readonly string[];

  /** Names of the data sets that they come from and go to; kept with the session. Default null. */
  readonly sourceEndpoint?: string | null;
  readonly targetEndpoint?: string | null;
  /** Kept with the session. Default none. */
  readonly tags?: readonly string[];
  /** Whatever the caller wants to be kept with the session, beside the options of the run. Default none. */
  readonly parameters?: JsonObject;

  /** Targets below are no answer, 0 to 1. Default 0. */
  readonly minConfidence?: number;
  /** Steps in a discovered path. Default 5. */
  readonly maxHops?: number;
  /** As in `PathFinderOptions`; true is `always`, false is `never`. Default `when-undeclared`. */
  readonly discoverPaths?: boolean | "never" | "when-undeclared" | "always";
  /** Relations of the steps of a discovered path. Default `same`, `names` and `product`. */
  readonly discoveredRelations?: readonly Relation[];
  /** Whether a discovered path may read reversible maps backwards. Default false. */
  readonly allowReverse?: boolean;
  /** Whether paths that are declared the other way round are read backwards, where their maps allow it. Default false. */
  readonly tryReverse?: boolean;
  /** Discovered paths that are tried at most. Default 10. */
  readonly maxDiscoveredPaths?: number;

  /**
   * Whether every target is mapped back, and told what that gave: see `ValidationStatus`. Paths that are declared from
   * target to source type are used, then the run's own read backwards, then discovered ones. Default false.
   */
  readonly validate?: boolean;

  /**
   * When the identifiers were written down: one that was given to its entity only after that day is marked so, since it
   * may have meant another one then. Resources must know since when, see `LookUpHit.since`. Default null.
   */
  readonly asOf?: Date | null;

  /** Whether answers of earlier runs may be served. Default true. */
  readonly useCache?: boolean;
  /** Age in ms up to which an answer may be served. Default: any, since it rests on what is current. */
  readonly maxCacheAge?: number;
  /** The same for answers without a target: not found, obsolete, filtered. Default seven days. */
  readonly negativeCacheAge?: number;

  /** Identifiers in one batch and in one call of a resource. Default 1,000. */
  readonly batchSize?: number;
  /** Identifiers that are worked off and written at once, 1 to 10,000. Default 4,000, four batches. */
  readonly sliceSize?: number;
  /** Batches of one route that are under way at once. Default 4. */
  readonly concurrency?: number;
  /** Time in ms for one call of a resource; then it has failed as `timed_out`. Default 60,000. */
  readonly stepTimeoutMs?: number;

  /** Ends the run as `cancelled`; what is finished is kept. */
  readonly signal?: AbortSignal;
  /**
   * Called after the cache, every batch and every write. What it throws ends the run. A promise is not waited for; when it
   * is rejected, the run ends where it would be called next, if it would.
   */
  readonly onProgress?: (progress: MappingProgress) => unknown;
}
