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

/** What is counted of identifiers. */
export interface IdentifierSection {
  /** Distinct identifiers that have an outcome: the whole of which the following are shares. */
  readonly identifiers: number;
  /** One for each outcome, in the order of `OUTCOMES`, also where nobody has it. */
  readonly outcomes: readonly OutcomeCount[];
  /** Identifiers with at least one target. */
  readonly mapped: Counted;
  /** A label named several entities. */
  readonly ambiguous: Counted;
  /** What should have answered first had failed. */
  readonly provisional: Counted;
  readonly cache: CacheUse;
  /** Interpretations that hit, most first. */
  readonly matchedAs: Excerpt<NamedCount>;
  /** One for each status, in the order of `SOURCE_STATUSES`. */
  readonly sourceStatuses: readonly SourceStatusCount[];
}

/** What is counted of pairs of identifier and target. */
export interface TargetSection {
  /** Pairs: the whole of which the following are shares. */
  readonly targets: number;
  /** Lowest first: ten bands. */
  readonly confidenceBands: readonly ConfidenceBand[];
  /** Fewest first. */
  readonly hopCounts: readonly HopCountCount[];
  /** One for each direction; of the pairs whose provenance is in the trace. */
  readonly directions: readonly DirectionCount[];
  readonly cardinalities: CardinalityCounts;
  /** In the order of `VALIDATION_STATUSES`, what was not validated last; only those that occur. */
  readonly validation: readonly ValidationCount[];
}
