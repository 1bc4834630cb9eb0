import { SessionInUseError, type PruneReport } from "@waymark/trace-core";

import type { SqlSession } from "../sql-session.js";
import { lockSession } from "./lock-session.js";

/** Provenance that is removed in one statement. */
const CHUNK = 5_000;

/** What went with a session. */
export type Removed = Omit<PruneReport, "dryRun">;

/** Removes a session with all that it owns; undefined when there is none. */
export async function deleteSession(session: SqlSession, id: string): Promise<Removed | undefined> {
  const current = await lockSession(session, id);
  if (current === undefined) return undefined;
  const users = await session.query<{ session_id: string }>(
    `SELECT DISTINCT "session_id" FROM ${session.table("identifier_outcome")}
     WHERE "answered_by" = $1 AND "session_id" <> $1 ORDER BY "session_id" LIMIT 10`,
    [id],
  );
  if (users.length > 0) {
    throw new SessionInUseError(
      id,
      users.map((it) => it.session_id),
    );
  }
  const ofSession = async (
    table: "identifier_outcome" | "execution_metric" | "path_execution",
  ): Promise<number> => session.execute(`DELETE FROM ${session.table(table)} WHERE "session_id" = $1`, [id]);
  const outcomes = await ofSession("identifier_outcome");
  const { provenance, mappings } = await deleteProvenance(session, id);
  const metrics = await ofSession("execution_metric");
  const pathExecutions = await ofSession("path_execution");
  const sessions = await session.execute(`DELETE FROM ${session.table("mapping_session")} WHERE "id" = $1`, [
    id,
  ]);
  return { sessions, pathExecutions, mappings, provenance, outcomes, metrics };
}

/** Chunk by chunk, with the mappings that are left without provenance: no list of all of them is ever held. */
async function deleteProvenance(
  session: SqlSession,
  sessionId: string,
): Promise<{ provenance: number; mappings: number }> {
  const { dialect } = session;
  const table = session.table("entity_mapping_provenance");
  const removed = { provenance: 0, mappings: 0 };
  for (;;) {
    const rows = await session.query<{ mapping_id: string }>(
      `DELETE FROM ${table} WHERE "id" IN (
         SELECT "id" FROM ${table} WHERE "session_id" = $1 ORDER BY "path_execution_id", "id" LIMIT ${String(CHUNK)}
       ) RETURNING "mapping_id"`,
      [sessionId],
    );
    removed.provenance += rows.length;
    const ids = [...new Set(rows.map((it) => it.mapping_id))].sort();
    removed.mappings += await session.execute(
      `DELETE FROM ${session.table("entity_mapping")} WHERE ${dialect.isIn('"id"', "$1", "uuid")}
       AND NOT EXISTS (SELECT 1 FROM ${table} p WHERE p."mapping_id" = ${session.table("entity_mapping")}."id")`,
      [dialect.list(ids)],
    );
    if (rows.length < CHUNK) return removed;
  }
}
