export { CONFLICT_KINDS, type ConflictKind } from "./conflicts/conflict-kind.js";
export {
  conflicts,
  type Conflict,
  type ConflictingPath,
  type ConflictingTarget,
  type ConflictsOptions,
  type ConflictsProgress,
  type ConflictsRequest,
} from "./conflicts/conflicts.js";
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
  SecondaryUse,
  SecondaryUses,
  TriedPath,
} from "./explain/explanation.js";
export { explanationText } from "./explain/text/explanation-text.js";
export type { MethodsCounts, MethodsFacts, MethodsPath, MethodsResource } from "./methods/methods-facts.js";
export { methodsText, type MethodsText } from "./methods/methods-text.js";
export {
  pathPerformance,
  type PathPerformanceOverTime,
  type PathTrend,
} from "./performance/path-performance.js";
export type { BucketTimes, Measured, PerformanceFrame, Trend } from "./performance/performance-over-time.js";
export type {
  BucketLength,
  PerformanceOptions,
  PerformanceRequest,
} from "./performance/performance-request.js";
export {
  resourcePerformance,
  type ResourcePerformanceOverTime,
  type ResourceTrend,
} from "./performance/resource-performance.js";
export { causePlaceText, causeText } from "./run-diff/cause-text.js";
export {
  CAUSE_KINDS,
  type ByRun,
  type CatalogCause,
  type CauseKind,
  type CausePlace,
  type ChangeCause,
  type ExecutorCause,
  type FailureCause,
  type IdentifierCause,
  type IdentifierFate,
  type InputCause,
  type OverrideCause,
  type ParameterCause,
  type PathCause,
  type ResourceCause,
  type Run,
  type UnfinishedCause,
  type UnmarkedCause,
  type UnrecordedCause,
  type VetoCause,
} from "./run-diff/change-cause.js";
export { changeText, diffText } from "./run-diff/diff-text.js";
export {
  CHANGE_KINDS,
  type ChangedAnswer,
  type ChangedTarget,
  type ChangeKind,
  type MappingChange,
} from "./run-diff/mapping-change.js";
export { runChanges } from "./run-diff/run-changes.js";
export {
  diffRuns,
  type CauseCount,
  type ChangeCount,
  type DiffRunsOptions,
  type RunDiff,
} from "./run-diff/run-diff.js";
export { RunsNotComparableError } from "./run-diff/runs-not-comparable-error.js";
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
export { invalidReason, shownIdentifier } from "./shared/invalid-input.js";
export { sessionDurationMs } from "./shared/session-duration-ms.js";
export type { Counted, NamedCount } from "./shared/counted.js";
export type { ResourceVersion } from "./shared/resource-versions.js";
export type { Excerpt } from "./shared/excerpt.js";
export { currentVersions } from "./stale/current-versions.js";
export { stale, type StaleMapping, type StaleReason, type StaleRequest } from "./stale/stale.js";
