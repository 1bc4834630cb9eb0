import { isWaymarkError, type PruneOptions, type PruneReport, type RecordCounts } from "@waymark/trace-core";
import { checkPrune } from "@waymark/trace-core/adapter";

import { number, type Row } from "../rows/row-shape.js";
import type { SqlSessionManager } from "../sql-session-manager.js";
import type { SqlSession } from "../sql-session.js";
import { SessionRemoval } from "./session-removal.js";
import { prunableSessions } from "./prunable-sessions.js";

/** Approximate number of rows that one transaction reads or removes, so that other writers get their turn. */
const BUDGET = 20_000;

const NIL = "00000000-0000-0000-0000-000000000000";

/**
 * A session that is too large for one transaction is removed in several, its outcomes first and the session itself
 * last.
 */
export async function prune(manager: SqlSessionManager, options: PruneOptions): Promise<PruneReport> {
  checkPrune(options);
  const { olderThan, dryRun = false } = options;
  if (dryRun)
    return { dryRun, ...(await manager.withReadSession((session) => countPrunable(session, olderThan))) };

  const removed = { sessions: 0, pathExecutions: 0, mappings: 0, provenance: 0, outcomes: 0, metrics: 0 };
  const add = (more: Partial<RecordCounts>): void => {
    for (const kind of Object.keys(removed) as (keyof RecordCounts)[]) removed[kind] += more[kind] ?? 0;
  };
  for (const group of await manager.withReadSession((session) => prunableSessions(session, olderThan))) {
    try {
      for (let isOver = false; !isOver;) {
        const removal = await manager.withSession(async (session) => {
          const some = new SessionRemoval(session, BUDGET);
          const isLast = await some.run(group, ({ endedAt }) => endedAt !== null && endedAt < olderThan);
          return { isLast, removed: some.removed };
        });
        add(removal.removed);
        isOver = removal.isLast;
      }
    } catch (error) {
      // Another session has been answered by it since it was selected.
      if (!isWaymarkError(error, "session-in-use")) throw error;
    }
  }
  for (let after: string | undefined = NIL; after !== undefined;) {
    const from: string = after;
    const { next, mappings } = await manager.withSession((session) =>
      removeForgotten(session, olderThan, from),
    );
    add({ mappings });
    after = next;
  }
  return { dryRun, ...removed };
}

/** Removes mappings without provenance that were last seen before `olderThan`, from the next range of ids. */
async function removeForgotten(
  session: SqlSession,
  olderThan: Date,
  after: string,
): Promise<{ mappings: number; next: string | undefined }> {
  const { dialect } = session;
  const table = session.table("entity_mapping");
  const [last] = await session.query<{ id: string }>(
    `SELECT "id" FROM (SELECT "id" FROM ${table} WHERE "id" > $1 ORDER BY "id" LIMIT ${String(BUDGET)}) these
     ORDER BY "id" DESC LIMIT 1`,
    [after],
  );
  if (last === undefined) return { mappings: 0, next: undefined };
  const mappings = await session.execute(
    `DELETE FROM ${table} AS m WHERE m."id" > $1 AND m."id" <= $2 AND ${forgotten(session, "$3")}`,
    [after, last.id, dialect.instant(olderThan)],
  );
  return { mappings, next: last.id };
}

function forgotten(session: SqlSession, olderThan: string): string {
  return `m."last_seen_at" < ${session.dialect.instantParameter(olderThan)} AND NOT EXISTS (
    SELECT 1 FROM ${session.table("entity_mapping_provenance")} p WHERE p."mapping_id" = m."id"
  )`;
}

async function countPrunable(session: SqlSession, olderThan: Date): Promise<RecordCounts> {
  const { dialect } = session;
  const sessions = (await prunableSessions(session, olderThan)).flat();
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
