import type { EntityMapping, EntityMappingKey } from "../records/entity-mapping.js";
import type { EntityMappingProvenance, ProvenanceHop } from "../records/entity-mapping-provenance.js";
import type { ExecutionMetric } from "../records/execution-metric.js";
import type { IdentifierOutcome, IdentifierOutcomeKey } from "../records/identifier-outcome.js";
import type { MappingPathExecutionLog, PathStepLog } from "../records/mapping-path-execution-log.js";
import type { MappingSession, SessionEnd } from "../records/mapping-session.js";
import type { SessionResource } from "../records/session-resource.js";

/** The fields named stay required, all others may be left out. */
type Input<T, Required extends keyof T> = Pick<T, Required> & Partial<Omit<T, Required>>;

/**
 * A session that starts. Defaults: a new `id`, `startedAt` now, `heartbeatAt` as `startedAt`, the logger's `owner` and
 * `executorVersion`, no parameters, no resources, no tags, all else null. Resources may come in any order.
 */
export type MappingSessionInput = Input<Omit<MappingSession, "resources">, "sourceType" | "targetType"> & {
  readonly resources?: readonly SessionResourceInput[];
};

/** A resource that a session can consult. Defaults: all but the name null. */
export type SessionResourceInput = Input<SessionResource, "name">;

/**
 * A batch of identifiers sent through a path. Defaults: a new `id`, `batchIndex` 0, `endedAt` now, `startedAt` as
 * `endedAt`, `durationMs` the time between them, no steps, all else null.
 */
export type MappingPathExecutionInput = Input<
  Omit<MappingPathExecutionLog, "steps">,
  "sessionId" | "pathId" | "sourceType" | "targetType" | "status" | "inputCount" | "matchedCount"
> & { readonly steps?: readonly PathStepInput[] };

/** A step. Defaults: forward, one attempt, all else null. */
export type PathStepInput = Input<
  PathStepLog,
  "resource" | "inputType" | "outputType" | "inputCount" | "outputCount" | "durationMs"
>;

/**
 * A mapping. Defaults: the `id` derived from the key; the observation (times, confidence, hops, direction, sources)
 * from the mapping's provenance in the same call that is greatest by (`recordedAt`, `id`). Without provenance,
 * `confidence` is required, the times are now, `hopCount` is 1, the direction is forward, and the rest is empty.
 */
export type EntityMappingInput = EntityMappingKey & Partial<Omit<EntityMapping, keyof EntityMappingKey>>;

/**
 * An observation of a mapping. Defaults: the `id` derived from mapping, path execution and hops, `recordedAt` now,
 * `hopCount` and `direction` from the hops, not derived, the logger's `executorVersion`.
 */
export type EntityMappingProvenanceInput = Input<
  Omit<EntityMappingProvenance, "hops">,
  "mappingId" | "sessionId" | "pathExecutionId" | "pathId" | "confidence"
> & { readonly hops: readonly ProvenanceHopInput[] };

/** A hop. Defaults: forward, relation `same`, all else null. */
export type ProvenanceHopInput = Input<ProvenanceHop, "type" | "identifier" | "resource" | "confidence">;

/**
 * An answer. Defaults: `rawIds` is the source id, no targets, no losses, the counts of both, not ambiguous, not
 * provisional, source status unknown, live, `answeredBy` the session itself, `recordedAt` now, all else null.
 */
export type IdentifierOutcomeInput = IdentifierOutcomeKey &
  Pick<IdentifierOutcome, "outcome"> &
  Partial<Omit<IdentifierOutcome, keyof IdentifierOutcomeKey | "outcome">>;

/** A metric. Defaults: a new `id`, `recordedAt` now, type `custom`, all else null. */
export type ExecutionMetricInput = Input<ExecutionMetric, "sessionId" | "name" | "value">;

/** The end of a session. Defaults: `endedAt` now, all else null. */
export type SessionEndInput = Input<SessionEnd, "sessionId" | "status">;

/** Records of several kinds for one transaction. Any kind may be absent. */
export interface TraceBatchInput {
  readonly sessionStarts?: readonly MappingSessionInput[];
  readonly pathExecutions?: readonly MappingPathExecutionInput[];
  readonly mappings?: readonly EntityMappingInput[];
  readonly provenance?: readonly EntityMappingProvenanceInput[];
  readonly outcomes?: readonly IdentifierOutcomeInput[];
  readonly metrics?: readonly ExecutionMetricInput[];
  readonly sessionEnds?: readonly SessionEndInput[];
}
