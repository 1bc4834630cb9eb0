import {
  canonicalJson,
  compareBytes,
  DEFAULT_STALE_AFTER_MS,
  SessionNotFoundError,
  SessionStatusConflictError,
  type AbandonStaleOptions,
  type MappingSession,
  type MappingSessionStatus,
  type SessionOwner,
} from "@waymark/trace-core";
import { checkAbandonStale, checkReopening } from "@waymark/trace-core/adapter";

import { selectList, type Row } from "../rows/row-shape.js";
import { fromSessionRow, sessionRows } from "../rows/session-row.js";
import type { SqlSession } from "../sql-session.js";
import { getSession } from "./get-session.js";
import { isUuid } from "./is-uuid.js";
import { lockSession } from "./lock-session.js";

export async function heartbeat(session: SqlSession, id: string): Promise<MappingSessionStatus> {
  const { dialect } = session;
  const beaten = isUuid(id)
    ? await session.execute(
        `UPDATE ${session.table("mapping_session")}
         SET "heartbeat_at" = ${dialect.greatest('"heartbeat_at"', dialect.now)}
         WHERE "id" = $1 AND "status" = 'running'`,
        [id],
      )
    : 0;
  if (beaten > 0) return "running";
  const current = await getSession(session, id);
  if (current === undefined) throw new SessionNotFoundError(id);
  return current.status;
}

export async function abandonStale(
  session: SqlSession,
  options: AbandonStaleOptions,
): Promise<MappingSession[]> {
  checkAbandonStale(options);
  const staleAfterMs = options.staleAfterMs ?? DEFAULT_STALE_AFTER_MS;
  const { dialect } = session;
  const sessions = session.table("mapping_session");
  const running = await session.query<Row>(
    `SELECT ${selectList(sessionRows, dialect)},
       CASE WHEN "heartbeat_at" <= ${dialect.ago("$1")} THEN 1 ELSE 0 END AS is_stale
     FROM ${sessions} WHERE "status" = 'running' ORDER BY "id" ${dialect.forUpdate}`,
    [staleAfterMs],
  );
  const abandoned: MappingSession[] = [];
  for (const row of running) {
    const { id, owner } = fromSessionRow(row);
    const isDead = owner !== null && options.isOwnerAlive?.(owner) === false;
    if (!isDead && Number(row.is_stale) === 0) continue;
    const error = { code: "abandoned", message: isDead ? "Its process is gone" : "It gave no sign of life" };
    const [changed] = await session.query<Row>(
      `UPDATE ${sessions} SET "status" = 'abandoned', "error" = $2,
         "ended_at" = ${dialect.greatest('"started_at"', dialect.now)}
       WHERE "id" = $1 RETURNING ${selectList(sessionRows, dialect)}`,
      [id, canonicalJson(error)],
    );
    if (changed) abandoned.push(fromSessionRow(changed));
  }
  return abandoned.sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime() || compareBytes(b.id, a.id));
}

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
