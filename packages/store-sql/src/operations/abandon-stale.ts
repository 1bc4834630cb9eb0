import {
  canonicalJson,
  DEFAULT_STALE_AFTER_MS,
  type AbandonStaleOptions,
  type MappingSession,
} from "@waymark/trace-core";
import { checkAbandonStale, newestFirst, whyAbandoned } from "@waymark/trace-core/adapter";

import { selectList, type Row } from "../rows/row-shape.js";
import { fromSessionRow, sessionRows } from "../rows/session-row.js";
import type { SqlSession } from "../sql-session.js";

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
    const [changed] = await session.query<Row>(
      `UPDATE ${sessions} SET "status" = 'abandoned', "error" = $2,
         "ended_at" = ${dialect.greatest('"started_at"', dialect.now)}
       WHERE "id" = $1 RETURNING ${selectList(sessionRows, dialect)}`,
      [id, canonicalJson(whyAbandoned(isDead))],
    );
    if (changed) abandoned.push(fromSessionRow(changed));
  }
  return abandoned.sort(newestFirst);
}
