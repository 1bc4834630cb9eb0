import { isWaymarkError, type PruneOptions, type PruneReport } from "@waymark/trace-core";
import { checkDate } from "@waymark/trace-core/adapter";

import { number, type Row } from "../rows/row-shape.js";
import type { SqlSessionManager } from "../sql-session-manager.js";
import type { SqlSession } from "../sql-session.js";
import { deleteSession, type Removed } from "./delete-session.js";

/** Mappings without provenance that are removed in one transaction. */
const CHUNK = 5_000;

/** One transaction a session, so that other writers get their turn and no reader sees half a session. */
export async function prune(
  manager: SqlSessionManager,
  { olderThan, dryRun = false }: PruneOptions,
): Promise<PruneReport> {
  checkDate("olderThan", olderThan);
  if (dryRun)
    return { dryRun, ...(await manager.withReadSession((session) => countPrunable(session, olderThan))) };

  const removed = { sessions: 0, pathExecutions: 0, mappings: 0, provenance: 0, outcomes: 0, metrics: 0 };
  const add = (more: Removed): void => {
    for (const kind of Object.keys(removed) as (keyof Removed)[]) removed[kind] += more[kind];
  };
  for (const id of await manager.withReadSession((session) => prunableSessions(session, olderThan))) {
    try {
      add((await manager.withSession((session) => deleteSession(session, id))) ?? NOTHING_REMOVED);
    } catch (error) {
      // Since it was chosen, another session was answered by it.
      if (!isWaymarkError(error, "session-in-use")) throw error;
    }
  }
  for (let mappings = CHUNK; mappings === CHUNK;) {
    mappings = await manager.withSession((session) => deleteForgottenMappings(session, olderThan));
    add({ ...NOTHING_REMOVED, mappings });
  }
  return { dryRun, ...removed };
}

const NOTHING_REMOVED: Removed = {
  sessions: 0,
  pathExecutions: 0,
  mappings: 0,
  provenance: 0,
  outcomes: 0,
  metrics: 0,
};

/**
 * Sessions that ended before, less those that a session which stays was answered by; whoever was answered by another
 * comes before that other.
 */
async function prunableSessions(session: SqlSession, olderThan: Date): Promise<string[]> {
  const { dialect } = session;
  const ended = await session.query<{ id: string }>(
    `SELECT "id" FROM ${session.table("mapping_session")}
     WHERE "status" <> 'running' AND "ended_at" < ${dialect.instantParameter("$1")}`,
    [dialect.instant(olderThan)],
  );
  const uses = await session.query<{ answered_by: string; session_id: string }>(
    `SELECT DISTINCT "answered_by", "session_id" FROM ${session.table("identifier_outcome")}
     WHERE "answered_by" <> "session_id" AND ${dialect.isIn('"answered_by"', "$1", "uuid")}`,
    [dialect.list(ended.map((it) => it.id))],
  );
  const usersOf = new Map<string, string[]>();
  for (const { answered_by, session_id } of uses) {
    usersOf.set(answered_by, [...(usersOf.get(answered_by) ?? []), session_id]);
  }
  const candidates = new Set(ended.map((it) => it.id));
  const order: string[] = [];
  // An answer is never served from one that was served itself, so users do not go round in a circle.
  for (let before = -1; before !== order.length;) {
    before = order.length;
    for (const id of candidates) {
      if (!(usersOf.get(id) ?? []).every((user) => order.includes(user))) continue;
      order.push(id);
      candidates.delete(id);
    }
  }
  return order;
}

async function deleteForgottenMappings(session: SqlSession, olderThan: Date): Promise<number> {
  const { dialect } = session;
  const mappings = session.table("entity_mapping");
  return session.execute(
    `DELETE FROM ${mappings} WHERE "id" IN (
       SELECT "id" FROM ${mappings} m WHERE ${forgotten(session, "$1")} ORDER BY "id" LIMIT ${String(CHUNK)}
     )`,
    [dialect.instant(olderThan)],
  );
}

/** Mappings `m` without provenance that were not seen since. */
function forgotten(session: SqlSession, olderThan: string): string {
  return `m."last_seen_at" < ${session.dialect.instantParameter(olderThan)} AND NOT EXISTS (
    SELECT 1 FROM ${session.table("entity_mapping_provenance")} p WHERE p."mapping_id" = m."id"
  )`;
}

async function countPrunable(session: SqlSession, olderThan: Date): Promise<Removed> {
  const { dialect } = session;
  const sessions = await prunableSessions(session, olderThan);
  const isGoing = (column: string): string => dialect.isIn(column, "$1", "uuid");
  const owned = (
    table: "path_execution" | "entity_mapping_provenance" | "identifier_outcome" | "execution_metric",
  ) => `(SELECT count(*) FROM ${session.table(table)} WHERE ${isGoing('"session_id"')})`;
  const provenance = session.table("entity_mapping_provenance");
  const [row = {}] = await session.query<Row>(
    `SELECT ${owned("path_execution")} AS "pathExecutions", ${owned("entity_mapping_provenance")} AS "provenance",
       ${owned("identifier_outcome")} AS "outcomes", ${owned("execution_metric")} AS "metrics",
       (SELECT count(*) FROM (SELECT DISTINCT "mapping_id" FROM ${provenance} WHERE ${isGoing('"session_id"')}) going
        WHERE NOT EXISTS (SELECT 1 FROM ${provenance} p WHERE p."mapping_id" = going."mapping_id"
          AND NOT (${isGoing('p."session_id"')})))
       + (SELECT count(*) FROM ${session.table("entity_mapping")} m WHERE ${forgotten(session, "$2")}) AS "mappings"`,
    [dialect.list(sessions), dialect.instant(olderThan)],
  );
  return {
    sessions: sessions.length,
    pathExecutions: number(row, "pathExecutions"),
    mappings: number(row, "mappings"),
    provenance: number(row, "provenance"),
    outcomes: number(row, "outcomes"),
    metrics: number(row, "metrics"),
  };
}
