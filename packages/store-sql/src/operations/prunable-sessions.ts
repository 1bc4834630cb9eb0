import { pruneOrder } from "@waymark/trace-core/adapter";

import type { SqlSession } from "../sql-session.js";

/** The sessions that ended before `olderThan` and may be removed, grouped by `pruneOrder`. */
export async function prunableSessions(session: SqlSession, olderThan: Date): Promise<string[][]> {
  const { dialect } = session;
  const ended = await session.query<{ id: string }>(
    `SELECT "id" FROM ${session.table("mapping_session")}
     WHERE "status" <> 'running' AND "ended_at" < ${dialect.instantParameter("$1")} ORDER BY "id"`,
    [dialect.instant(olderThan)],
  );
  const ids = ended.map((it) => it.id);
  const uses = await session.query<{ answered_by: string; session_id: string }>(
    `SELECT DISTINCT "answered_by", "session_id" FROM ${session.table("identifier_outcome")}
     WHERE "answered_by" <> "session_id" AND ${dialect.isIn('"answered_by"', "$1", "uuid")}`,
    [dialect.list(ids)],
  );
  return pruneOrder(
    ids,
    uses.map((it) => ({ answeredBy: it.answered_by, sessionId: it.session_id })),
  );
}
