import type {
  EntityMapping,
  EntityMappingProvenance,
  ExecutionMetric,
  IdentifierOutcome,
  ListMappingsQuery,
  ListMetricsQuery,
  ListOutcomesQuery,
  ListPathExecutionsQuery,
  ListProvenanceQuery,
  ListSessionsQuery,
  MappingPathExecutionLog,
  MappingSession,
  Page,
} from "@waymark/trace-core";
import {
  checkMappingsQuery,
  checkOutcomesQuery,
  checkProvenanceQuery,
  checkSessionQuery,
  checkSessionsQuery,
  distinctIds,
} from "@waymark/trace-core/adapter";

import {
  fromDocument,
  fromMappingDocument,
  fromOutcomeDocument,
  fromSessionDocument,
} from "../documents/to-document.js";
import type { MongoSession } from "../mongo-session.js";
import { listPage, type PagedList } from "./list-page.js";

const sessions: PagedList<"mapping_sessions", MappingSession> = {
  name: "sessions",
  collection: "mapping_sessions",
  fromDocument: fromSessionDocument,
  order: [
    { field: "startedAt", type: "instant" },
    { field: "_id", type: "text" },
  ],
  isDescending: true,
};

const pathExecutions: PagedList<"path_executions", MappingPathExecutionLog> = {
  name: "pathExecutions",
  collection: "path_executions",
  fromDocument,
  order: [
    { field: "startedAt", type: "instant" },
    { field: "_id", type: "text" },
  ],
  isDescending: true,
};

const metrics: PagedList<"execution_metrics", ExecutionMetric> = {
  name: "metrics",
  collection: "execution_metrics",
  fromDocument,
  order: [
    { field: "recordedAt", type: "instant" },
    { field: "_id", type: "text" },
  ],
  isDescending: true,
};

const outcomes: PagedList<"identifier_outcomes", IdentifierOutcome> = {
  name: "outcomes",
  collection: "identifier_outcomes",
  fromDocument: fromOutcomeDocument,
  order: [
    { field: "sourceId", type: "text" },
    { field: "sourceType", type: "text" },
    { field: "targetType", type: "text" },
  ],
  isDescending: false,
};

const outcomesOfIdentifier: PagedList<"identifier_outcomes", IdentifierOutcome> = {
  ...outcomes,
  name: "outcomesOfIdentifier",
  order: [
    { field: "sourceType", type: "text" },
    { field: "targetType", type: "text" },
    { field: "sessionId", type: "text" },
  ],
  isDescending: true,
};

const mappings: PagedList<"entity_mappings", EntityMapping> = {
  name: "mappings",
  collection: "entity_mappings",
  fromDocument: fromMappingDocument,
  order: [
    { field: "sourceId", type: "text" },
    { field: "sourceType", type: "text" },
    { field: "targetType", type: "text" },
    { field: "_id", type: "text" },
  ],
  isDescending: false,
};

/** In the same order; what is the same in all is not part of the key. */
const mappingsOfSource: PagedList<"entity_mappings", EntityMapping> = {
  ...mappings,
  name: "mappingsOfSource",
  order: mappings.order.slice(1),
};

const mappingsOfTarget: PagedList<"entity_mappings", EntityMapping> = {
  ...mappings,
  name: "mappingsOfTarget",
  order: [
    { field: "targetType", type: "text" },
    { field: "sourceType", type: "text" },
    { field: "_id", type: "text" },
  ],
};

const provenance: PagedList<"entity_mapping_provenance", EntityMappingProvenance> = {
  name: "provenance",
  collection: "entity_mapping_provenance",
  fromDocument,
  order: [
    { field: "pathExecutionId", type: "text" },
    { field: "_id", type: "text" },
  ],
  isDescending: true,
};

export async function listSessions(
  session: MongoSession,
  query: ListSessionsQuery,
): Promise<Page<MappingSession>> {
  checkSessionsQuery(query);
  return listPage(session, sessions, query.status === undefined ? {} : { status: query.status }, query);
}

export async function listPathExecutions(
  session: MongoSession,
  query: ListPathExecutionsQuery,
): Promise<Page<MappingPathExecutionLog>> {
  checkSessionQuery("listPathExecutions", query);
  return listPage(session, pathExecutions, { sessionId: query.sessionId }, query);
}

export async function listMetrics(
  session: MongoSession,
  query: ListMetricsQuery,
): Promise<Page<ExecutionMetric>> {
  checkSessionQuery("listMetrics", query);
  return listPage(session, metrics, { sessionId: query.sessionId }, query);
}

export async function listOutcomes(
  session: MongoSession,
  query: ListOutcomesQuery,
): Promise<Page<IdentifierOutcome>> {
  checkOutcomesQuery(query);
  if ("sourceId" in query) {
    // One range of the index each, which the server merges.
    const filter = { sourceId: query.sourceId, servedFrom: { $in: ["live", "cache"] } };
    return listPage(session, outcomesOfIdentifier, filter, query);
  }
  const { sessionId, fromSourceId } = query;
  if (fromSourceId !== undefined)
    return listPage(session, outcomes, { sessionId, $and: [{ sourceId: { $gte: fromSourceId } }] }, query);
  if (query.sourceIds === undefined) return listPage(session, outcomes, { sessionId }, query);
  const sourceIds = distinctIds("sourceIds", query.sourceIds);
  return listPage(session, outcomes, { sessionId, $and: [{ sourceId: { $in: sourceIds } }] }, query);
}

export async function listMappings(
  session: MongoSession,
  query: ListMappingsQuery,
): Promise<Page<EntityMapping>> {
  checkMappingsQuery(query);
  const { sourceId, targetId } = query;
  if (sourceId !== undefined) return listPage(session, mappingsOfSource, { sourceId }, query);
  if (targetId !== undefined) return listPage(session, mappingsOfTarget, { targetId }, query);
  return listPage(session, mappings, {}, query);
}

export async function listProvenance(
  session: MongoSession,
  query: ListProvenanceQuery,
): Promise<Page<EntityMappingProvenance>> {
  checkProvenanceQuery(query);
  if ("mappingId" in query) return listPage(session, provenance, { mappingId: query.mappingId }, query);
  if ("sessionId" in query) return listPage(session, provenance, { sessionId: query.sessionId }, query);
  if ("mappingIds" in query) {
    const mappingIds = distinctIds("mappingIds", query.mappingIds);
    return listPage(session, provenance, { mappingId: { $in: mappingIds } }, query);
  }
  // The index goes by session first: ask which one it is.
  const { pathExecutionId } = query;
  const execution = await session
    .collection("path_executions")
    .findOne({ _id: pathExecutionId }, { session: session.session, projection: { sessionId: 1 } });
  // Of an unknown one nothing is found, but the page is held against its bounds all the same.
  const filter = { sessionId: execution?.sessionId ?? "", $and: [{ pathExecutionId }] };
  return listPage(session, provenance, filter, query);
}
