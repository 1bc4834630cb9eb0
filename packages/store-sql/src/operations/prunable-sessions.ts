import type { SqlSession } from "../sql-session.js";

/**
 * Sessions that ended before, less those that a session which stays was answered by, directly or through others. In
 * groups that go together, in an order in which whoever was answered by another goes before it.
 */
export async function prunableSessions(session: SqlSession, olderThan: Date): Promise<string[][]> {
  const { dialect } = session;
  const ended = await session.query<{ id: string }>(
    `SELECT "id" FROM ${session.table("mapping_session")}
     WHERE "status" <> 'running' AND "ended_at" < ${dialect.instantParameter("$1")} ORDER BY "id"`,
    [dialect.instant(olderThan)],
  );
  const uses = await session.query<{ answered_by: string; session_id: string }>(
    `SELECT DISTINCT "answered_by", "session_id" FROM ${session.table("identifier_outcome")}
     WHERE "answered_by" <> "session_id" AND ${dialect.isIn('"answered_by"', "$1", "uuid")}`,
    [dialect.list(ended.map((it) => it.id))],
  );
  const answerersOf = new Map<string, string[]>();
  for (const { answered_by, session_id } of uses) {
    const known = answerersOf.get(session_id);
    if (known === undefined) answerersOf.set(session_id, [answered_by]);
    else known.push(answered_by);
  }
  const prunable = new Set(ended.map((it) => it.id));
  const kept = [...answerersOf.keys()].filter((id) => !prunable.has(id));
  for (let user = kept.pop(); user !== undefined; user = kept.pop()) {
    for (const id of answerersOf.get(user) ?? []) if (prunable.delete(id)) kept.push(id);
  }
  return usersFirst(prunable, answerersOf);
}

/** Two runs at once can have answered each other: what waits for itself goes as one group, at the end. */
function usersFirst(
  prunable: ReadonlySet<string>,
  answerersOf: ReadonlyMap<string, readonly string[]>,
): string[][] {
  const usersLeft = new Map([...prunable].map((id) => [id, 0]));
  const answerers = (user: string): readonly string[] => answerersOf.get(user) ?? [];
  for (const user of prunable) for (const id of answerers(user)) add(usersLeft, id, 1);
  const groups: string[][] = [];
  const free = [...prunable].filter((id) => usersLeft.get(id) === 0);
  for (let user = free.pop(); user !== undefined; user = free.pop()) {
    usersLeft.delete(user);
    groups.push([user]);
    for (const id of answerers(user)) if (add(usersLeft, id, -1) === 0) free.push(id);
  }
  if (usersLeft.size > 0) groups.push([...usersLeft.keys()]);
  return groups;
}

function add(counts: Map<string, number>, id: string, change: number): number {
  const count = (counts.get(id) ?? 0) + change;
  counts.set(id, count);
  return count;
}
