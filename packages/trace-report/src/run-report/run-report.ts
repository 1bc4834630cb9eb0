import type { BoundedList } from "../shared/bounded-list.js";
import type { Counted, NamedCount } from "../shared/counted.js";
import type {
  CacheUse,
  CardinalityCounts,
  ConfidenceBand,
  DirectionCount,
  ErrorCount,
  HopCountCount,
  LossPlace,
  MetricFact,
  OutcomeCount,
  PathUse,
  ResourceUse,
  RunTiming,
  SessionFacts,
  SourceStatusCount,
  UnmappedIdentifier,
  ValidationCount,
} from "./run-report-parts.js";

/** What one session did. Plain JSON: what `JSON.stringify` writes reads back equal. */
export interface RunReport {
  readonly session: SessionFacts;
  /** False while the session is running, and when it was abandoned: the counts are of what is there. */
  readonly isFinal: boolean;
  /** What a reader has to know before believing the counts, in sentences. */
  readonly notes: readonly string[];
  readonly timing: RunTiming;

  /** Distinct identifiers that have an outcome: the whole of which outcomes are shares. */
  readonly identifiers: number;
  /** One for each outcome there is, in the order of `OUTCOMES`. */
  readonly outcomes: readonly OutcomeCount[];
  /** Identifiers with at least one target. */
  readonly mapped: Counted;
  /** A label named several entities. */
  readonly ambiguous: Counted;
  /** What should have answered first had failed. */
  readonly provisional: Counted;
  readonly cache: CacheUse;
  /** Interpretations that hit, most first, of those identifiers that have one. */
  readonly matchedAs: BoundedList<NamedCount>;
  readonly sourceStatuses: readonly SourceStatusCount[];

  /** Pairs of identifier and target: the whole of which the following are shares. */
  readonly targets: number;
  /** Lowest first. */
  readonly confidenceBands: readonly ConfidenceBand[];
  /** Fewest first. */
  readonly hopCounts: readonly HopCountCount[];
  readonly directions: readonly DirectionCount[];
  readonly cardinalities: CardinalityCounts;
  readonly validation: readonly ValidationCount[];

  /** In the order in which they are tried; those of secondary types and of validation last. */
  readonly paths: BoundedList<PathUse>;
  /** Slowest first by p95. */
  readonly resources: BoundedList<ResourceUse>;
  /** Names of resources that failed or had to be asked again, worst first. */
  readonly leastReliable: readonly string[];
  /** Most branches first. */
  readonly losses: BoundedList<LossPlace>;
  /** Every identifier without a target, by bytes; for all of them, see `unmappedOf`. */
  readonly unmapped: BoundedList<UnmappedIdentifier>;
  /** Most first. */
  readonly errors: BoundedList<ErrorCount>;
  /** Of the session as a whole, oldest first. */
  readonly metrics: BoundedList<MetricFact>;
}
