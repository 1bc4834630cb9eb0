import type { EntityMappingProvenance, ListProvenanceQuery, Page } from "@waymark/trace-core";
import { checkProvenanceQuery, distinctIds } from "@waymark/trace-core/adapter";

import { fromProvenanceRow, provenanceRows } from "../../rows/provenance-row.js";
import type { SqlSession } from "../../sql-session.js";
import { isUuid } from "../is-uuid.js";
import { NOTHING, ofId, type Condition } from "./condition.js";
import { listPage, type PagedList } from "./list-page.js";

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
  // Looks up the session first, since the index begins with it.
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
