import type { Excerpt } from "../shared/excerpt.js";
import type { Counted, NamedCount } from "../shared/counted.js";
import type {
  CacheUse,
  CardinalityCounts,
  ConfidenceBand,
  DirectionCount,
  HopCountCount,
  OutcomeCount,
  SourceStatusCount,
  ValidationCount,
} from "./run-report-parts.js";

/** Counts of identifiers. */
export interface IdentifierSection {
  /** Number of distinct identifiers that have an outcome. The shares below are shares of this number. */
  readonly identifiers: number;
  /** One for each outcome, in the order of `OUTCOMES`, including those that did not occur. */
  readonly outcomes: readonly OutcomeCount[];
  /** Identifiers with at least one target. */
  readonly mapped: Counted;
  /** Identifiers for which a label named several entities. */
  readonly ambiguous: Counted;
  /** Identifiers whose answer is provisional, since a rank or path that comes first had failed. */
  readonly provisional: Counted;
  readonly cache: CacheUse;
  /** Interpretations that matched, most frequent first. */
  readonly matchedAs: Excerpt<NamedCount>;
  /** One for each status, in the order of `SOURCE_STATUSES`. */
  readonly sourceStatuses: readonly SourceStatusCount[];
}

/** Counts of pairs of identifier and target. */
export interface TargetSection {
  /** Number of pairs. The shares below are shares of this number, unless stated otherwise. */
  readonly targets: number;
  /** Ten bands, lowest first. */
  readonly confidenceBands: readonly ConfidenceBand[];
  /** Fewest first. */
  readonly hopCounts: readonly HopCountCount[];
  /** One for each direction, counting only pairs whose provenance is in the trace; shares are of these pairs. */
  readonly directions: readonly DirectionCount[];
  readonly cardinalities: CardinalityCounts;
  /** In the order of `VALIDATION_STATUSES`, targets that were not mapped back last; only those that occur. */
  readonly validation: readonly ValidationCount[];
}
