export { abandonedSession, whyAbandoned } from "./sessions/abandoned-session.js";
export { applySessionEnd } from "./sessions/apply-session-end.js";
export { decodeCursor, encodeCursor, type CursorKey } from "./queries/cursor.js";
export { measureClock } from "./sessions/measure-clock.js";
export { mergeEntityMapping, observationText } from "./merging/merge-entity-mapping.js";
export { mergeIdentifierOutcome } from "./merging/merge-identifier-outcome.js";
export { PerformanceTally, type TalliedPathExecution } from "./queries/performance-tally.js";
export { outcomeKey, prepareBatch, sizeOf, type PreparedBatch } from "./batch/prepare-batch.js";
export { checkReopening } from "./sessions/check-reopening.js";
export {
  checkAbandonStale,
  checkAnswersQuery,
  checkFindQuery,
  checkMappingsQuery,
  checkOutcomesQuery,
  checkProvenanceQuery,
  checkPrune,
  checkSessionQuery,
  checkSessionsQuery,
  checkWindow,
  distinctIds,
  pageLimit,
} from "./queries/query-checks.js";
export { newestFirst } from "./sessions/newest-first.js";
export { pruneOrder, type SessionUse } from "./sessions/prune-order.js";
export { RetryCounter } from "./retry-counter.js";
export { hopsText } from "../text/hops-text.js";
export { jsonString, jsonStringOrNull, jsonStrings } from "../text/json-string.js";
export {
  checkReferences,
  externalReferences,
  externalTargets,
  type CommittedReferences,
  type ExternalReferences,
} from "./batch/references.js";
