import {
  isStorable,
  MAPPING_SESSION_STATUSES,
  type EntityMapping,
  type EntityMappingProvenance,
  type ExecutionMetric,
  type IdentifierOutcome,
  type ListMappingsQuery,
  type ListMetricsQuery,
  type ListOutcomesQuery,
  type ListPathExecutionsQuery,
  type ListProvenanceQuery,
  type ListSessionsQuery,
  type MappingPathExecutionLog,
  type MappingSession,
  type Page,
} from "@waymark/trace-core";
import {
  checkMappingsQuery,
  checkOutcomesQuery,
  checkProvenanceQuery,
  checkSessionQuery,
  checkSessionsQuery,
  distinctIds,
} from "@waymark/trace-core/adapter";

import { fromMappingRow, mappingRows } from "../rows/mapping-row.js";
import { fromMetricRow, metricRows } from "../rows/metric-row.js";
import { fromOutcomeRow, outcomeRows } from "../rows/outcome-row.js";
import { fromPathExecutionRow, pathExecutionRows } from "../rows/path-execution-row.js";
import { fromProvenanceRow, provenanceRows } from "../rows/provenance-row.js";
import { fromSessionRow, sessionRows } from "../rows/session-row.js";
import type { SqlSession } from "../sql-session.js";
import { isUuid } from "./is-uuid.js";
import { EVERYTHING, listPage, NOTHING, type Condition, type PagedList } from "./list-page.js";

const sessions: PagedList<MappingSession> = {
  name: "sessions",
  table: "mapping_session",
  shape: sessionRows,
  fromRow: fromSessionRow,
  order: [
    { column: "started_at", type: "instant" },
    { column: "id", type: "uuid" },
  ],
  isDescending: true,
  keyOf: (it) => [it.startedAt, it.id],
};

const pathExecutions: PagedList<MappingPathExecutionLog> = {
  name: "pathExecutions",
  table: "path_execution",
  shape: pathExecutionRows,
  fromRow: fromPathExecutionRow,
  order: [
    { column: "started_at", type: "instant" },
    { column: "id", type: "uuid" },
  ],
  isDescending: true,
  keyOf: (it) => [it.startedAt, it.id],
};

const metrics: PagedList<ExecutionMetric> = {
  name: "metrics",
  table: "execution_metric",
  shape: metricRows,
  fromRow: fromMetricRow,
  order: [
    { column: "recorded_at", type: "instant" },
    { column: "id", type: "uuid" },
  ],
  isDescending: true,
  keyOf: (it) => [it.recordedAt, it.id],
};

const outcomes: PagedList<IdentifierOutcome> = {
  name: "outcomes",
  table: "identifier_outcome",
  shape: outcomeRows,
  fromRow: fromOutcomeRow,
  order: [
    { column: "source_id", type: "text" },
    { column: "source_type", type: "text" },
    { column: "target_type", type: "text" },
  ],
  isDescending: false,
  keyOf: (it) => [it.sourceId, it.sourceType, it.targetType],
};

const outcomesOfIdentifier: PagedList<IdentifierOutcome> = {
  ...outcomes,
  name: "outcomesOfIdentifier",
  order: [
    { column: "source_type", type: "text" },
    { column: "target_type", type: "text" },
    { column: "session_id", type: "uuid" },
  ],
  isDescending: true,
  keyOf: (it) => [it.sourceType, it.targetType, it.sessionId],
  ranges: ["live", "cache"].map((it) => `t."served_from" = '${it}'`),
};

const mappings: PagedList<EntityMapping> = {
  name: "mappings",
  table: "entity_mapping",
  shape: mappingRows,
  fromRow: fromMappingRow,
  order: [
    { column: "source_id", type: "text" },
    { column: "source_type", type: "text" },
    { column: "target_type", type: "text" },
    { column: "id", type: "uuid" },
  ],
  isDescending: false,
  keyOf: (it) => [it.sourceId, it.sourceType, it.targetType, it.id],
};

/** In the same order; a key that began with what is the same in all could not be sought for in the index. */
const mappingsOfSource: PagedList<EntityMapping> = {
  ...mappings,
  name: "mappingsOfSource",
  order: mappings.order.slice(1),
  keyOf: (it) => [it.sourceType, it.targetType, it.id],
};

const mappingsOfTarget: PagedList<EntityMapping> = {
  ...mappings,
  name: "mappingsOfTarget",
  order: [
    { column: "target_type", type: "text" },
    { column: "source_type", type: "text" },
    { column: "id", type: "uuid" },
  ],
  keyOf: (it) => [it.targetType, it.sourceType, it.id],
};

const provenance: PagedList<EntityMappingProvenance> = {
  name: "provenance",
  table: "entity_mapping_provenance",
  shape: provenanceRows,
  fromRow: fromProvenanceRow,
  order: [
    { column: "path_execution_id", type: "uuid" },
    { column: "id", type: "uuid" },
  ],
  isDescending: true,
  keyOf: (it) => [it.pathExecutionId, it.id],
};

export async function listSessions(
  session: SqlSession,
  query: ListSessionsQuery,
): Promise<Page<MappingSession>> {
  checkSessionsQuery(query);
  const { status } = query;
  const where: Condition =
    status === undefined
      ? EVERYTHING
      : MAPPING_SESSION_STATUSES.includes(status)
        ? { sql: `"status" = $1`, parameters: [status] }
        : NOTHING;
  return listPage(session, sessions, where, query);
}

export async function listPathExecutions(
  session: SqlSession,
  query: ListPathExecutionsQuery,
): Promise<Page<MappingPathExecutionLog>> {
  checkSessionQuery("listPathExecutions", query);
  return listPage(session, pathExecutions, ofId("session_id", query.sessionId), query);
}

export async function listMetrics(
  session: SqlSession,
  query: ListMetricsQuery,
): Promise<Page<ExecutionMetric>> {
  checkSessionQuery("listMetrics", query);
  return listPage(session, metrics, ofId("session_id", query.sessionId), query);
}

export async function listOutcomes(
  session: SqlSession,
  query: ListOutcomesQuery,
): Promise<Page<IdentifierOutcome>> {
  checkOutcomesQuery(query);
  if ("sourceId" in query)
    return listPage(session, outcomesOfIdentifier, ofText("source_id", query.sourceId), query);
  const ofSession = ofId("session_id", query.sessionId);
  const next = `$${String(ofSession.parameters.length + 1)}`;
  if (query.fromSourceId !== undefined) {
    const { sql, parameters } = ofSession;
    const from = {
      sql: `${sql} AND t."source_id" >= ${next}`,
      parameters: [...parameters, query.fromSourceId],
    };
    return listPage(session, outcomes, from, query);
  }
  if (query.sourceIds === undefined) return listPage(session, outcomes, ofSession, query);
  const { dialect } = session;
  const sourceIds = distinctIds("sourceIds", query.sourceIds).filter(isStorable);
  const where: Condition = {
    sql: `${ofSession.sql} AND ${dialect.isIn('"source_id"', next, "text")}`,
    parameters: [...ofSession.parameters, dialect.list(sourceIds)],
  };
  return listPage(session, outcomes, where, query);
}

export async function listMappings(
  session: SqlSession,
  query: ListMappingsQuery,
): Promise<Page<EntityMapping>> {
  checkMappingsQuery(query);
  const { sourceId, targetId } = query;
  if (sourceId !== undefined)
    return listPage(session, mappingsOfSource, ofText("source_id", sourceId), query);
  if (targetId !== undefined)
    return listPage(session, mappingsOfTarget, ofText("target_id", targetId), query);
  return listPage(session, mappings, EVERYTHING, query);
}

export async function listProvenance(
  session: SqlSession,
  query: ListProvenanceQuery,
): Promise<Page<EntityMappingProvenance>> {
  return listPage(session, provenance, await provenanceOf(session, query), query);
}

async function provenanceOf(session: SqlSession, query: ListProvenanceQuery): Promise<Condition> {
  checkProvenanceQuery(query);
  if ("mappingId" in query) return ofId("mapping_id", query.mappingId);
  if ("mappingIds" in query) {
    const ids = distinctIds("mappingIds", query.mappingIds).filter(isUuid);
    const { dialect } = session;
    return { sql: dialect.isIn('"mapping_id"', "$1", "uuid"), parameters: [dialect.list(ids)] };
  }
  if ("sessionId" in query) return ofId("session_id", query.sessionId);
  // The index goes by session first: ask which one it is.
  const { pathExecutionId } = query;
  if (!isUuid(pathExecutionId)) return NOTHING;
  const [execution] = await session.query<{ session_id: string }>(
    `SELECT "session_id" FROM ${session.table("path_execution")} WHERE "id" = $1`,
    [pathExecutionId],
  );
  return execution === undefined
    ? NOTHING
    : {
        sql: `"session_id" = $1 AND "path_execution_id" = $2`,
        parameters: [execution.session_id, pathExecutionId],
      };
}

function ofText(column: string, value: string): Condition {
  return isStorable(value) ? { sql: `"${column}" = $1`, parameters: [value] } : NOTHING;
}

function ofId(column: string, id: string): Condition {
  return isUuid(id) ? { sql: `"${column}" = $1`, parameters: [id] } : NOTHING;
}
