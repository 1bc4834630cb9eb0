import {
  canonicalJson,
  SessionNotFoundError,
  SessionStatusConflictError,
  type MappingSession,
  type SessionOwner,
} from "@waymark/trace-core";
import { checkReopening } from "@waymark/trace-core/adapter";

import { selectList, type Row } from "../rows/row-shape.js";
import { fromSessionRow, sessionRows } from "../rows/session-row.js";
import type { SqlSession } from "../sql-session.js";
import { lockSession } from "./lock-session.js";

export async function reopenSession(
  session: SqlSession,
  id: string,
  expectedStatus: "abandoned" | "cancelled",
  owner: SessionOwner | null,
): Promise<MappingSession> {
  checkReopening(expectedStatus, owner);
  const current = await lockSession(session, id);
  if (current === undefined) throw new SessionNotFoundError(id);
  if (current.status !== expectedStatus)
    throw new SessionStatusConflictError(id, current.status, expectedStatus);
  const { dialect } = session;
  const [row] = await session.query<Row>(
    `UPDATE ${session.table("mapping_session")} SET "status" = 'running', "ended_at" = NULL, "error" = NULL,
       "heartbeat_at" = ${dialect.now}, "owner" = $2
     WHERE "id" = $1 RETURNING ${selectList(sessionRows, dialect)}`,
    [id, owner && canonicalJson(owner)],
  );
  if (row === undefined) throw new SessionNotFoundError(id);
  return fromSessionRow(row);
}
