import type { ListSessionsQuery, MappingSession, Page } from "@waymark/trace-core";
import { checkSessionsQuery } from "@waymark/trace-core/adapter";

import { fromSessionDocument } from "../../documents/to-document.js";
import type { MongoSession } from "../../mongo-session.js";
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

export async function listSessions(
  session: MongoSession,
  query: ListSessionsQuery,
): Promise<Page<MappingSession>> {
  checkSessionsQuery(query);
  return listPage(session, sessions, query.status === undefined ? {} : { status: query.status }, query);
}
