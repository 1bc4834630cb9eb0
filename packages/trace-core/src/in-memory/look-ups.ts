import { compareBytes } from "../text/compare-bytes.js";
import {
  checkAnswersQuery,
  checkFindQuery,
  checkMappingsQuery,
  checkOutcomesQuery,
  checkProvenanceQuery,
  checkSessionQuery,
  checkSessionsQuery,
  distinctIds,
} from "../adapter/queries/query-checks.js";
import type { EntityMapping } from "../records/entity-mapping.js";
import type { EntityMappingProvenance } from "../records/entity-mapping-provenance.js";
import type { ExecutionMetric } from "../records/execution-metric.js";
import type { IdentifierOutcome } from "../records/identifier-outcome.js";
import type { MappingPathExecutionLog } from "../records/mapping-path-execution-log.js";
import type { MappingSession } from "../records/mapping-session.js";
import type {
  CachedAnswer,
  FindAnswersQuery,
  FindMappingsQuery,
  FindReverseQuery,
  ListMappingsQuery,
  ListMetricsQuery,
  ListOutcomesQuery,
  ListPathExecutionsQuery,
  ListProvenanceQuery,
  ListSessionsQuery,
  Page,
} from "../trace-store-queries.js";
import { sourceKey, targetKey, type InMemoryRecords } from "./in-memory-records.js";
import { pageOf, type ListOrder } from "./page-of.js";

const sessionOrder: ListOrder<MappingSession> = {
  list: "sessions",
  keyOf: (it) => [it.startedAt.getTime(), it.id],
  shape: ["number", "string"],
  isDescending: true,
};

const pathExecutionOrder: ListOrder<MappingPathExecutionLog> = {
  list: "pathExecutions",
  keyOf: (it) => [it.startedAt.getTime(), it.id],
  shape: ["number", "string"],
  isDescending: true,
};

const metricOrder: ListOrder<ExecutionMetric> = {
  list: "metrics",
  keyOf: (it) => [it.recordedAt.getTime(), it.id],
  shape: ["number", "string"],
  isDescending: true,
};

const outcomeOrder: ListOrder<IdentifierOutcome> = {
  list: "outcomes",
  keyOf: (it) => [it.sourceId, it.sourceType, it.targetType],
  shape: ["string", "string", "string"],
  isDescending: false,
};

const outcomeOfIdentifierOrder: ListOrder<IdentifierOutcome> = {
  list: "outcomesOfIdentifier",
  keyOf: (it) => [it.sourceType, it.targetType, it.sessionId],
  shape: ["string", "string", "string"],
  isDescending: true,
};

const mappingOrder: ListOrder<EntityMapping> = {
  list: "mappings",
  keyOf: (it) => [it.sourceId, it.sourceType, it.targetType, it.id],
  shape: ["string", "string", "string", "string"],
  isDescending: false,
};

const mappingOfTargetOrder: ListOrder<EntityMapping> = {
  list: "mappingsOfTarget",
  keyOf: (it) => [it.targetType, it.sourceType, it.id],
  shape: ["string", "string", "string"],
  isDescending: false,
};

const provenanceOrder: ListOrder<EntityMappingProvenance> = {
  list: "provenance",
  keyOf: (it) => [it.pathExecutionId, it.id],
  shape: ["string", "string"],
  isDescending: true,
};

export function listSessions(records: InMemoryRecords, query: ListSessionsQuery): Page<MappingSession> {
  checkSessionsQuery(query);
  const sessions = [...records.sessions.values()];
  const { status } = query;
  return pageOf(
    status === undefined ? sessions : sessions.filter((it) => it.status === status),
    sessionOrder,
    query,
  );
}

export function listPathExecutions(
  records: InMemoryRecords,
  query: ListPathExecutionsQuery,
): Page<MappingPathExecutionLog> {
  checkSessionQuery("listPathExecutions", query);
  const ids = records.pathExecutionsOfSession.get(query.sessionId);
  return pageOf(found(records.pathExecutions, ids), pathExecutionOrder, query);
}

export function listMetrics(records: InMemoryRecords, query: ListMetricsQuery): Page<ExecutionMetric> {
  checkSessionQuery("listMetrics", query);
  return pageOf(found(records.metrics, records.metricsOfSession.get(query.sessionId)), metricOrder, query);
}

export function listOutcomes(records: InMemoryRecords, query: ListOutcomesQuery): Page<IdentifierOutcome> {
  checkOutcomesQuery(query);
  if ("sourceId" in query) {
    const ids = records.outcomesOfSourceId.get(query.sourceId);
    return pageOf(found(records.outcomes, ids), outcomeOfIdentifierOrder, query);
  }
  const outcomes = found(records.outcomes, records.outcomesOfSession.get(query.sessionId));
  const { fromSourceId } = query;
  if (fromSourceId !== undefined)
    return pageOf(
      outcomes.filter((it) => compareBytes(it.sourceId, fromSourceId) >= 0),
      outcomeOrder,
      query,
    );
  if (query.sourceIds === undefined) return pageOf(outcomes, outcomeOrder, query);
  const sourceIds = new Set(distinctIds("sourceIds", query.sourceIds));
  return pageOf(
    outcomes.filter((it) => sourceIds.has(it.sourceId)),
    outcomeOrder,
    query,
  );
}

export function listMappings(records: InMemoryRecords, query: ListMappingsQuery): Page<EntityMapping> {
  checkMappingsQuery(query);
  if (query.targetId !== undefined) {
    const ids = records.mappingsOfTargetId.get(query.targetId);
    return pageOf(found(records.mappings, ids), mappingOfTargetOrder, query);
  }
  const mappings =
    query.sourceId === undefined
      ? records.mappings.values()
      : found(records.mappings, records.mappingsOfSourceId.get(query.sourceId));
  return pageOf(mappings, mappingOrder, query);
}

export function listProvenance(
  records: InMemoryRecords,
  query: ListProvenanceQuery,
): Page<EntityMappingProvenance> {
  return pageOf(provenanceOf(records, query), provenanceOrder, query);
}

export function getMappings(records: InMemoryRecords, ids: readonly string[]): EntityMapping[] {
  return copies(found(records.mappings, distinctIds("ids", ids)), (a, b) => compareBytes(a.id, b.id));
}

export function findMappings(records: InMemoryRecords, query: FindMappingsQuery, now: Date): EntityMapping[] {
  checkFindQuery("findMappings", query);
  const { sourceType, targetType } = query;
  const ids = distinctIds("sourceIds", query.sourceIds).flatMap((sourceId) => [
    ...records.mappingsBySource.get(sourceKey({ sourceType, targetType, sourceId })),
  ]);
  return copies(
    found(records.mappings, ids).filter(isWanted(query, now)),
    (a, b) => compareBytes(a.sourceId, b.sourceId) || compareBytes(a.targetId, b.targetId),
  );
}

export function findReverse(records: InMemoryRecords, query: FindReverseQuery, now: Date): EntityMapping[] {
  checkFindQuery("findReverse", query);
  const { sourceType, targetType } = query;
  const ids = distinctIds("targetIds", query.targetIds).flatMap((targetId) => [
    ...records.mappingsByTarget.get(targetKey({ sourceType, targetType, targetId })),
  ]);
  return copies(
    found(records.mappings, ids).filter(isWanted(query, now)),
    (a, b) => compareBytes(a.targetId, b.targetId) || compareBytes(a.sourceId, b.sourceId),
  );
}

export function findAnswers(records: InMemoryRecords, query: FindAnswersQuery): CachedAnswer[] {
  checkAnswersQuery(query);
  const fingerprints = new Set<string | null>(query.answerFingerprints);
  const { sourceType, targetType } = query;
  return distinctIds("sourceIds", query.sourceIds)
    .sort(compareBytes)
    .flatMap((sourceId) => {
      const key = sourceKey({ sourceType, targetType, sourceId });
      const outcome = found(records.outcomes, records.outcomesBySource.get(key))
        .filter((it) => it.servedFrom === "live" && it.answerFingerprint !== null)
        .filter((it) => fingerprints.has(it.answerFingerprint) && it.recordedAt >= query.since)
        .reduce<IdentifierOutcome | undefined>(
          (latest, it) => (latest && isLater(latest, it) ? latest : it),
          undefined,
        );
      return outcome === undefined ? [] : [structuredClone(withTrace(records, outcome))];
    });
}

function isLater(a: IdentifierOutcome, b: IdentifierOutcome): boolean {
  return (a.recordedAt.getTime() - b.recordedAt.getTime() || compareBytes(a.sessionId, b.sessionId)) > 0;
}

function withTrace(records: InMemoryRecords, outcome: IdentifierOutcome): CachedAnswer {
  const mappings = found(
    records.mappings,
    outcome.targets.map((it) => it.mappingId),
  );
  const provenance = mappings
    .flatMap((it) => found(records.provenance, records.provenanceOfMapping.get(it.id)))
    .filter((it) => it.sessionId === outcome.sessionId)
    .sort((a, b) => compareBytes(a.mappingId, b.mappingId) || compareBytes(a.id, b.id));
  return { outcome, mappings, provenance };
}

function provenanceOf(records: InMemoryRecords, query: ListProvenanceQuery): EntityMappingProvenance[] {
  checkProvenanceQuery(query);
  if ("mappingId" in query)
    return found(records.provenance, records.provenanceOfMapping.get(query.mappingId));
  if ("mappingIds" in query) {
    const ids = distinctIds("mappingIds", query.mappingIds);
    return ids.flatMap((id) => found(records.provenance, records.provenanceOfMapping.get(id)));
  }
  if ("sessionId" in query)
    return found(records.provenance, records.provenanceOfSession.get(query.sessionId));
  const { pathExecutionId } = query;
  const sessionId = records.pathExecutions.get(pathExecutionId)?.sessionId ?? "";
  const ofSession = found(records.provenance, records.provenanceOfSession.get(sessionId));
  return ofSession.filter((it) => it.pathExecutionId === pathExecutionId);
}

function isWanted(
  query: { readonly maxAgeMs?: number; readonly minConfidence?: number },
  now: Date,
): (it: EntityMapping) => boolean {
  const { maxAgeMs, minConfidence } = query;
  return (it) =>
    (maxAgeMs === undefined || it.lastSeenAt.getTime() >= now.getTime() - maxAgeMs) &&
    (minConfidence === undefined || it.confidence >= minConfidence);
}

function found<T>(records: ReadonlyMap<string, T>, ids: Iterable<string>): T[] {
  const result: T[] = [];
  for (const id of ids) {
    const record = records.get(id);
    if (record !== undefined) result.push(record);
  }
  return result;
}

function copies<T>(records: T[], order: (a: T, b: T) => number): T[] {
  return structuredClone(records.sort(order));
}
