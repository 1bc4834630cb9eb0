import {
  MAPPING_SESSION_STATUSES,
  type ListSessionsQuery,
  type MappingSession,
  type Page,
} from "@waymark/trace-core";
import { checkSessionsQuery } from "@waymark/trace-core/adapter";

import { fromSessionRow, sessionRows } from "../../rows/session-row.js";
import type { SqlSession } from "../../sql-session.js";
import { EVERYTHING, NOTHING, type Condition } from "./condition.js";
import { listPage, type PagedList } from "./list-page.js";

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
