export { systemClock, type Clock } from "./clock.js";

export { BatchTooLargeError } from "./errors/batch-too-large-error.js";
export { InvalidTraceRecordError, type InvalidField } from "./errors/invalid-trace-record-error.js";
export {
  SessionAlreadyEndedError,
  SessionInUseError,
  SessionNotFoundError,
  SessionStatusConflictError,
} from "./errors/session-errors.js";
export {
  CacheRetrievalError,
  CacheTransactionError,
  InvalidQueryError,
  SchemaVersionError,
  StoreClosedError,
  StoreOpenError,
  type CacheTransactionErrorDetails,
} from "./errors/store-errors.js";
export { UnknownReferenceError, type UnknownReference } from "./errors/unknown-reference-error.js";
export { isWaymarkError, WaymarkError, type WaymarkErrorOptions } from "./errors/waymark-error.js";

export {
  ExecutionTraceLogger,
  type ExecutionTraceLoggerOptions,
  type SessionEndDetails,
  type SessionMetrics,
} from "./execution-trace-logger.js";
export type { GroupCommitOptions, LoggerCounters } from "./logger/group-commit-options.js";
export type {
  EntityMappingInput,
  EntityMappingProvenanceInput,
  ExecutionMetricInput,
  IdentifierOutcomeInput,
  MappingPathExecutionInput,
  MappingSessionInput,
  PathStepInput,
  ProvenanceHopInput,
  SessionEndInput,
  SessionResourceInput,
  TraceBatchInput,
} from "./logger/record-inputs.js";
export type { PreparedBatch } from "./adapter/batch/prepare-batch.js";
export { compareTargets } from "./adapter/merging/compare-targets.js";
export { percentile } from "./adapter/queries/percentile.js";

export { everyItem, everyPage } from "./every-item.js";
export { derivedUuid } from "./identity/derived-uuid.js";
export { entityMappingId } from "./identity/entity-mapping-id.js";
export { uuidV7, type IdSource } from "./identity/id-source.js";
export { escapeRawId, invalidSourceId, isInvalidSourceId } from "./identity/invalid-source-id.js";
export { provenanceId, provenanceIdOfFinal } from "./identity/provenance-id.js";
export { currentOwner, isOwnerAlive } from "./identity/session-owner.js";

export {
  MAPPING_DIRECTIONS,
  type EntityMapping,
  type EntityMappingKey,
  type MappingDirection,
  type MappingObservation,
} from "./records/entity-mapping.js";
export {
  RELATIONS,
  type EntityMappingProvenance,
  type ProvenanceHop,
  type Relation,
} from "./records/entity-mapping-provenance.js";
export type { ExecutionMetric } from "./records/execution-metric.js";
export type { Failure } from "./records/failure.js";
export {
  LOSS_REASONS,
  MAX_OUTCOME_LOSSES,
  MAX_OUTCOME_TARGETS,
  OUTCOMES,
  SOURCE_STATUSES,
  VALIDATION_STATUSES,
  type IdentifierOutcome,
  type IdentifierOutcomeKey,
  type LossReason,
  type Outcome,
  type OutcomeLoss,
  type OutcomeTarget,
  type SourceStatus,
  type ValidationStatus,
} from "./records/identifier-outcome.js";
export type { JsonObject, JsonValue } from "./records/json.js";
export {
  PATH_EXECUTION_STATUSES,
  STEP_DIRECTIONS,
  type MappingPathExecutionLog,
  type PathExecutionStatus,
  type PathStepLog,
  type StepDirection,
} from "./records/mapping-path-execution-log.js";
export {
  MAPPING_SESSION_STATUSES,
  type MappingSession,
  type MappingSessionStatus,
  type SessionEnd,
  type SessionOwner,
  type TerminalSessionStatus,
} from "./records/mapping-session.js";
export {
  matchedAsText,
  OVERRIDE_BY,
  OVERRIDES,
  readMatchedAs,
  type MatchedAs,
} from "./records/matched-as.js";
export { MAX_SESSION_RESOURCES, type SessionResource } from "./records/session-resource.js";
export {
  BATCH_KINDS,
  MAX_BATCH_BYTES,
  MAX_BATCH_RECORDS,
  type BatchKind,
  type TraceBatch,
} from "./records/trace-batch.js";

export { composePredicates } from "./sssom/compose-predicates.js";
export { decodeCurieLocal, encodeCurieLocal } from "./sssom/curie-local.js";
export { IDENTITY_PREDICATES } from "./sssom/identity-predicates.js";
export { invertPredicate } from "./sssom/invert-predicate.js";

export type { SchemaSteps, StoreIndex, StoreInspection } from "./store-inspection.js";
export { canonicalJson } from "./text/canonical-json.js";
export { compareBytes } from "./text/compare-bytes.js";
export { cutText } from "./text/cut-text.js";
export { isStorable } from "./text/is-storable.js";
export { isStorableIdentifier } from "./text/is-storable-identifier.js";
export { redactUrl } from "./text/redact-url.js";

export type { TraceStore } from "./trace-store.js";
export {
  DEFAULT_PAGE_SIZE,
  DEFAULT_STALE_AFTER_MS,
  MAX_LOOKUP_IDS,
  MAX_PAGE_SIZE,
  type AbandonStaleOptions,
  type CachedAnswer,
  type FindAnswersQuery,
  type FindMappingsQuery,
  type FindReverseQuery,
  type ListMappingsQuery,
  type ListMetricsQuery,
  type ListOutcomesQuery,
  type ListPathExecutionsQuery,
  type ListProvenanceQuery,
  type ListSessionsQuery,
  type Page,
  type PageRequest,
  type PathPerformance,
  type PathPerformanceReport,
  type Performance,
  type PerformanceWindow,
  type PruneOptions,
  type PruneReport,
  type RecordCounts,
  type ResourcePerformance,
} from "./trace-store-queries.js";
