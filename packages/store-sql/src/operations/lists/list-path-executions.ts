import type { ListPathExecutionsQuery, MappingPathExecutionLog, Page } from "@waymark/trace-core";
import { checkSessionQuery } from "@waymark/trace-core/adapter";

import { fromPathExecutionRow, pathExecutionRows } from "../../rows/path-execution-row.js";
import type { SqlSession } from "../../sql-session.js";
import { ofId } from "./condition.js";
import { listPage, type PagedList } from "./list-page.js";

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

export async function listPathExecutions(
  session: SqlSession,
  query: ListPathExecutionsQuery,
): Promise<Page<MappingPathExecutionLog>> {
  checkSessionQuery("listPathExecutions", query);
  return listPage(session, pathExecutions, ofId("session_id", query.sessionId), query);
}
