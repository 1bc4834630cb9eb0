export { abandonedSession } from "./abandoned-session.js";
export { applySessionEnd } from "./apply-session-end.js";
export { canonicalJson } from "./canonical-json.js";
export { compareBytes } from "./compare-bytes.js";
export { compareTargets } from "./compare-targets.js";
export { cutText } from "./cut-text.js";
export { isStorable } from "./is-storable.js";
export { decodeCursor, encodeCursor, type CursorKey } from "./cursor.js";
export { measureClock } from "./measure-clock.js";
export { compareObservations, mergeEntityMapping, observationText } from "./merge-entity-mapping.js";
export { mergeIdentifierOutcome } from "./merge-identifier-outcome.js";
export { PerformanceTally, type TalliedPathExecution } from "./performance-tally.js";
export { percentile } from "./percentile.js";
export { outcomeKey, prepareBatch, sizeOf, type PreparedBatch } from "./prepare-batch.js";
export { checkReopening } from "./check-reopening.js";
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
} from "./query-checks.js";
export { pruneOrder, type SessionUse } from "./prune-order.js";
export { redactUrl } from "./redact-url.js";
export { hopsText } from "./hops-text.js";
export { jsonString, jsonStringOrNull, jsonStrings } from "./json-string.js";
export { provenanceIdOfFinal } from "../identity/provenance-id.js";
export { derivedUuid } from "../identity/derived-uuid.js";
export {
  checkReferences,
  externalReferences,
  externalTargets,
  type CommittedReferences,
  type ExternalReferences,
} from "./references.js";
