export type { Catalog, MappingPath, Step } from "./catalog.js";
export type { Endpoint } from "./endpoint.js";
export type { CuratedOverride } from "./curated-override.js";
export type { HistoryAnswer, HistorySuccessor, IdentifierHistory } from "./identifier-history.js";
export type { IdentifierType, NormalisedIdentifier } from "./identifier-type.js";
export type {
  LookUpHit,
  LookUpRequest,
  LookUpResult,
  MapRank,
  MappingVeto,
  Resource,
  ResourceMap,
} from "./resource.js";
export type { ResourceAbout } from "./resource-about.js";

export { CurrentLabels } from "./mapping/answer/current-labels.js";
export { combineConfidence, type CombineConfidence } from "./confidence/combine-confidence.js";
export { InvalidMappingRequestError } from "./mapping/errors/invalid-mapping-request-error.js";
export { MappingCancelledError } from "./mapping/errors/mapping-cancelled-error.js";
export {
  NoPathFoundError,
  type NoPathFoundDetails,
  type TypeDistance,
} from "./mapping/errors/no-path-found-error.js";
export { SessionNotResumableError } from "./mapping/errors/session-not-resumable-error.js";
export type { ResumeOptions } from "./mapping/request/resumed-request.js";
export { SessionLostError } from "./mapping/errors/session-lost-error.js";
export { EXECUTOR_VERSION } from "./executor-version.js";
export type { HopCoverage } from "./mapping/result/hop-coverage.js";
export { MappingExecutor, type MappingExecutorOptions } from "./mapping/mapping-executor.js";
export type { MappingPhase, MappingProgress } from "./mapping/progress/mapping-progress.js";
export type { MappingInput, RawInput } from "./mapping/input/mapping-input.js";
export type { MappingRequest } from "./mapping/request/mapping-request.js";
export type {
  MappedTarget,
  MappingReport,
  MappingResult,
  MappingRunResult,
} from "./mapping/result/mapping-result.js";
export type { MappingSummary } from "./mapping/result/mapping-summary.js";
export {
  PathExecutionManager,
  type PathExecutionManagerOptions,
  type RoutedSlice,
} from "./mapping/path-execution-manager.js";
export { PathFinder, type PathFinderOptions } from "./mapping/path-finder.js";
export {
  RobustExecutionCoordinator,
  type RobustExecutionCoordinatorOptions,
  type SessionEnding,
  type SessionWork,
} from "./mapping/robust-execution-coordinator.js";

export { meantName } from "./messages/meant-name.js";
export { createCatalog, type CatalogParts, type PathDeclaration } from "./catalog/create-catalog.js";
export type { StepDeclaration } from "./catalog/check/resolve-step.js";
export type { CatalogReport, MapReport, ResourceReport } from "./catalog/catalog-report.js";
export { InvalidCatalogError, type CatalogProblem } from "./catalog/invalid-catalog-error.js";
export {
  loadCatalog,
  type CatalogProgress,
  type LoadCatalogOptions,
  type LoadedCatalog,
} from "./catalog/load-catalog.js";
export {
  FunctionResource,
  type FunctionAnswer,
  type FunctionLookUp,
  type FunctionMap,
  type FunctionRank,
  type FunctionResourceOptions,
  type FunctionTarget,
  type FunctionTargets,
} from "./resources/function-resource.js";
export type { HttpMap } from "./resources/http/http-map.js";
export { InvalidHttpHeaderError, type Environment } from "./resources/http/header-set.js";
export type {
  HttpBody,
  HttpJob,
  HttpPaging,
  HttpRequest,
  HttpSelect,
} from "./resources/http/http-request.js";
export type { HttpRelease } from "./resources/http/http-release.js";
export { HttpResource, type HttpResourceOptions } from "./resources/http/http-resource.js";
export { RequestPolicy, type Tried } from "./resources/resilience/request-policy.js";
export type { ResilienceClock } from "./resources/resilience/resilience-clock.js";
export {
  DEFAULT_RESILIENCE,
  type BreakerOptions,
  type RateLimit,
  type ResilienceOptions,
} from "./resources/resilience/resilience-options.js";
export { ResilientResource } from "./resources/resilience/resilient-resource.js";
export { ResourceRequestError } from "./resources/resilience/resource-request-error.js";
export { ResourceTimedOutError } from "./resources/resilience/resource-timed-out-error.js";
export { ResourceUnavailableError } from "./resources/resilience/resource-unavailable-error.js";
export type { SkippedEntry } from "./resources/skipped-entries.js";
export { loadSssom, type LoadedSssom, type LoadSssomOptions } from "./resources/sssom/load-sssom.js";
export type { ReadSssomOptions } from "./resources/sssom/read-sssom.js";
export { SssomFileError } from "./resources/sssom/sssom-file-error.js";
export type { SssomMapOptions, SssomSide } from "./resources/sssom/sssom-map.js";
export type { SssomMetadata } from "./resources/sssom/sssom-metadata.js";
export { SssomResource } from "./resources/sssom/sssom-resource.js";
export { UnknownPrefixError, type UnknownPrefix } from "./resources/sssom/unknown-prefix-error.js";
export { TableHistory, type TableHistoryOptions } from "./resources/table-history.js";
export { DeclaredType, type TypeRules } from "./types/declared-type.js";

export { ActionExecutor, type ExecutedStep, type StepReport } from "./strategy/action-executor.js";
export { ActionRegistry } from "./strategy/action-registry.js";
export { InvalidStrategyError } from "./strategy/invalid-strategy-error.js";
export type { ActionContext, ActionResult, StrategyAction } from "./strategy/strategy-action.js";
export { StrategyFailedError } from "./strategy/strategy-failed-error.js";
export type { DroppedItem, StrategyItem } from "./strategy/strategy-item.js";
export { StrategyOrchestrator, type StrategyOrchestratorOptions } from "./strategy/strategy-orchestrator.js";
export type { StrategyResult } from "./strategy/strategy-result.js";
export type { Strategy, StrategyStep } from "./strategy/strategy.js";
