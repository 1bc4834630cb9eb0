export { explain, type ExplainOptions, type ExplainRequest } from "./explain/explain.js";
export type {
  Ambiguity,
  CurrentLabel,
  ExplainedAnswer,
  ExplainedHop,
  ExplainedLoss,
  ExplainedMapping,
  ExplainedProvenance,
  ExplainedSession,
  ExplainedTarget,
  Explanation,
  NamedEntity,
  TriedPath,
} from "./explain/explanation.js";
export { explanationText } from "./explain/explanation-text.js";
export {
  runReport,
  type ReportProgress,
  type RunReport,
  type RunReportOptions,
} from "./run-report/run-report.js";
export { unmappedOf } from "./run-report/unmapped.js";
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
export type { IdentifierSection, TargetSection } from "./run-report/run-report-sections.js";
export type { BoundedList } from "./shared/bounded-list.js";
export type { Counted, NamedCount } from "./shared/counted.js";
export type { Excerpt } from "./shared/excerpt.js";
