export type { RunReport } from "./run-report/run-report.js";
export type {
  CacheUse,
  CardinalityCounts,
  ConfidenceBand,
  DirectionCount,
  ErrorCount,
  FunnelStep,
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
} from "./run-report/run-report-parts.js";
export type { BoundedList } from "./shared/bounded-list.js";
export type { Counted, NamedCount } from "./shared/counted.js";
