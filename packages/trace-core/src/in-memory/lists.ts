import {
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
import { compareBytes } from "../text/compare-bytes.js";
import type {
  ListMappingsQuery,
  ListMetricsQuery,
  ListOutcomesQuery,
  ListPathExecutionsQuery,
  ListProvenanceQuery,
  ListSessionsQuery,
  Page,
} from "../trace-store-queries.js";
import { found } from "./found.js";
import type { InMemoryRecords } from "./in-memory-records.js";
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
