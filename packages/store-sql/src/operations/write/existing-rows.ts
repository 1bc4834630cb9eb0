import type { TableName } from "../../schema/table-name.js";
import type { SqlSession } from "../../sql-session.js";

/** The ids that exist, locked against removal until the transaction ends. */
export async function keptSessions(session: SqlSession, ids: readonly string[]): Promise<Set<string>> {
  return new Set((await kept(session, "mapping_session", ids)).map((it) => it.id));
}

/** The ids that exist, locked against removal until the transaction ends. */
export async function keptMappings(session: SqlSession, ids: readonly string[]): Promise<Set<string>> {
  return new Set((await kept(session, "entity_mapping", ids)).map((it) => it.id));
}

/** The session of each path execution that exists, locked against removal until the transaction ends. */
export async function keptPathExecutions(
  session: SqlSession,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const found = await kept<{ id: string; session_id: string }>(
    session,
    "path_execution",
    ids,
    `, "session_id"`,
  );
  return new Map(found.map((it) => [it.id, it.session_id]));
}

/** The ids that exist now, without locking them. */
export async function existingMappings(session: SqlSession, ids: readonly string[]): Promise<Set<string>> {
  const { dialect } = session;
  const found = await session.query<{ id: string }>(
    `SELECT "id" FROM ${session.table("entity_mapping")} WHERE ${dialect.isIn('"id"', "$1", "uuid")}`,
    [dialect.list(ids)],
  );
  return new Set(found.map((it) => it.id));
}

async function kept<T extends { id: string } = { id: string }>(
  session: SqlSession,
  table: TableName,
  ids: readonly string[],
  also = "",
): Promise<T[]> {
  if (ids.length === 0) return [];
  const { dialect } = session;
  return session.query<T>(
    `SELECT "id"${also} FROM ${session.table(table)} WHERE ${dialect.isIn('"id"', "$1", "uuid")} ${dialect.forReference}`,
    [dialect.list(ids)],
  );
}
