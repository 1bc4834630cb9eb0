import type { ListPathExecutionsQuery, MappingPathExecutionLog, Page } from "@waymark/trace-core";
import { checkSessionQuery } from "@waymark/trace-core/adapter";

import { fromDocument } from "../../documents/to-document.js";
import type { MongoSession } from "../../mongo-session.js";
import { listPage, type PagedList } from "./list-page.js";

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

export async function listPathExecutions(
  session: MongoSession,
  query: ListPathExecutionsQuery,
): Promise<Page<MappingPathExecutionLog>> {
  checkSessionQuery("listPathExecutions", query);
  return listPage(session, pathExecutions, { sessionId: query.sessionId }, query);
}
