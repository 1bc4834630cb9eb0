import {
  InvalidQueryError,
  type EntityMappingProvenance,
  type ExecutionMetric,
  type IdentifierOutcome,
  type ListMetricsQuery,
  type ListOutcomesQuery,
  type ListPathExecutionsQuery,
  type ListProvenanceQuery,
  type ListSessionsQuery,
  type MappingPathExecutionLog,
  type MappingSession,
  type Page,
} from "@waymark/trace-core";
import { distinctIds } from "@waymark/trace-core/adapter";

import { fromDocument, fromOutcomeDocument, fromSessionDocument } from "../documents/to-document.js";
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
  return listPage(session, sessions, query.status === undefined ? {} : { status: query.status }, query);
}

export async function listPathExecutions(
  session: MongoSession,
  query: ListPathExecutionsQuery,
): Promise<Page<MappingPathExecutionLog>> {
  return listPage(session, pathExecutions, { sessionId: query.sessionId }, query);
}

export async function listMetrics(
  session: MongoSession,
  query: ListMetricsQuery,
): Promise<Page<ExecutionMetric>> {
  return listPage(session, metrics, { sessionId: query.sessionId }, query);
}

export async function listOutcomes(
  session: MongoSession,
  query: ListOutcomesQuery,
): Promise<Page<IdentifierOutcome>> {
  const { sessionId } = query;
  if (query.sourceIds === undefined) return listPage(session, outcomes, { sessionId }, query);
  const sourceIds = distinctIds("sourceIds", query.sourceIds);
  return listPage(session, outcomes, { sessionId, $and: [{ sourceId: { $in: sourceIds } }] }, query);
}

export async function listProvenance(
  session: MongoSession,
  query: ListProvenanceQuery,
): Promise<Page<EntityMappingProvenance>> {
  if ("mappingId" in query) return listPage(session, provenance, { mappingId: query.mappingId }, query);
  if ("sessionId" in query) return listPage(session, provenance, { sessionId: query.sessionId }, query);
  if (!("pathExecutionId" in query)) {
    throw new InvalidQueryError("listProvenance needs a mappingId, a sessionId or a pathExecutionId");
  }
  // The index goes by session first: ask which one it is.
  const { pathExecutionId } = query;
  const execution = await session
    .collection("path_executions")
    .findOne({ _id: pathExecutionId }, { session: session.session, projection: { sessionId: 1 } });
  if (execution === null) return { items: [] };
  const filter = { sessionId: execution.sessionId, $and: [{ pathExecutionId }] };
  return listPage(session, provenance, filter, query);
}
