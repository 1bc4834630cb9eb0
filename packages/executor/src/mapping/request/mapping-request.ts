import type { JsonObject, Relation } from "@waymark/trace-core";

import type { RawInput } from "../input/mapping-input.js";
import type { MappingProgress } from "../progress/mapping-progress.js";

/** What to map, and how. */
export interface MappingRequest {
  readonly sourceType: string;
  readonly targetType: string;
  /**
   * The inputs as given, read once and in order. The length of an array or a Set is known at the start, that of any
   * other iterable only at its end.
   */
  readonly identifiers: Iterable<RawInput> | AsyncIterable<RawInput>;
  /**
   * Types of the secondary identifiers, in order of preference. If an input's own identifier leads nowhere, those that
   * the input has are tried in turn: mapped to the source type and from there on, with 0.9 of the confidence, and
   * marked as derived. Such an answer is never served from the cache. Default: those of the source endpoint, if the
   * catalog has it.
   */
  readonly secondaryTypes?: readonly string[];

  /** Names of the data sets that the identifiers come from and go to; kept with the session. Default null. */
  readonly sourceEndpoint?: string | null;
  readonly targetEndpoint?: string | null;
  /** Kept with the session. Default none. */
  readonly tags?: readonly string[];
  /** Anything else that the caller wants to keep with the session. Default none. */
  readonly parameters?: JsonObject;

  /** Targets with a lower confidence are left out, 0 to 1. Default 0. */
  readonly minConfidence?: number;
  /** Maximum steps in a discovered path. Default 5. */
  readonly maxHops?: number;
  /** As in `PathFinderOptions`; true is `always`, false is `never`. Default `when-undeclared`. */
  readonly discoverPaths?: boolean | "never" | "when-undeclared" | "always";
  /** Relations that a discovered path may use. Default `same`, `names` and `product`. */
  readonly discoveredRelations?: readonly Relation[];
  /** Whether a discovered path may read reversible maps backwards. Default false. */
  readonly allowReverse?: boolean;
  /** Whether paths declared in the opposite direction may be read backwards, if their maps allow it. Default false. */
  readonly tryReverse?: boolean;
  /** Maximum discovered paths to try. Default 10. */
  readonly maxDiscoveredPaths?: number;

  /**
   * Whether every target is mapped back, which gives it a `ValidationStatus`. Paths declared from the target to the
   * source type are used, or else the run's own paths read backwards, or else discovered ones. Default false.
   */
  readonly validate?: boolean;

  /**
   * When the identifiers were written down. A label that its entity received only after that day is marked, since it
   * may have meant another entity then. Resources must know the dates, see `LookUpHit.since`. Default null.
   */
  readonly asOf?: Date | null;

  /** Whether answers of earlier runs may be served. Default true. */
  readonly useCache?: boolean;
  /**
   * Maximum age in ms of a served answer. Default any, since an answer is served only while its resources are
   * unchanged.
   */
  readonly maxCacheAge?: number;
  /** The same for answers without a target: not found, obsolete, filtered. Default seven days. */
  readonly negativeCacheAge?: number;

  /** Identifiers in one batch and in one call to a resource. Default 1,000. */
  readonly batchSize?: number;
  /** Identifiers processed and written together, 1 to 10,000. Default 4,000, four batches. */
  readonly sliceSize?: number;
  /** Batches of one route processed at once. Default 4. */
  readonly concurrency?: number;
  /** Time limit in ms for one call to a resource, after which it fails as `timed_out`. Default 60,000. */
  readonly stepTimeoutMs?: number;

  /** Ends the run as `cancelled`; finished work is kept. */
  readonly signal?: AbortSignal;
  /**
   * Called after the cache, every batch and every write. An error thrown here ends the run. A promise is not awaited;
   * if it rejects, the run ends at the next call, if there is one.
   */
  readonly onProgress?: (progress: MappingProgress) => unknown;
}
