import { isDeepStrictEqual } from "node:util";

import type { IdentifierOutcome, IdentifierOutcomeKey } from "@waymark/trace-core";
import { mergeIdentifierOutcome, outcomeKey } from "@waymark/trace-core/adapter";

import { fromOutcomeRow, outcomeRows } from "../../rows/outcome-row.js";
import { selectList, type Row } from "../../rows/row-shape.js";
import type { SqlSession } from "../../sql-session.js";
import { copyRows, isWorthCopying } from "./copy-rows.js";
import { insertRows } from "./insert-rows.js";

const KEY = `"session_id", "source_id", "source_type", "target_type"`;

/** Inserts outcomes; those whose keys exist are merged by the core's own function, under a lock. */
export async function mergeOutcomes(
  session: SqlSession,
  outcomes: readonly IdentifierOutcome[],
  areNew: boolean,
): Promise<void> {
  if (areNew && isWorthCopying(session, outcomes))
    return copyRows(session, "identifier_outcome", outcomeRows, outcomes);
  const insert = (records: readonly IdentifierOutcome[], onConflict: string): Promise<number> =>
    insertRows(session, "identifier_outcome", outcomeRows, records, onConflict);
  if ((await insert(outcomes, `(${KEY}) DO NOTHING`)) === outcomes.length) return;

  // These include the ones just inserted, for which merging changes nothing.
  const known = new Map((await lockOutcomes(session, outcomes)).map((it) => [outcomeKey(it), it]));
  const changed = outcomes.flatMap((it) => {
    const before = known.get(outcomeKey(it));
    if (before === undefined) return [it];
    const merged = mergeIdentifierOutcome(before, it);
    return isDeepStrictEqual(merged, before) ? [] : [merged];
  });
  const taken = outcomeRows.columns.map((it) => `"${it.name}" = excluded."${it.name}"`);
  await insert(changed, `(${KEY}) DO UPDATE SET ${taken.join(", ")}`);
}

async function lockOutcomes(
  session: SqlSession,
  keys: readonly IdentifierOutcomeKey[],
): Promise<IdentifierOutcome[]> {
  const { dialect } = session;
  const source = dialect.rowSource(
    outcomeRows.columns.slice(0, 4),
    keys.map((it) => [it.sessionId, it.sourceId, it.sourceType, it.targetType]),
  );
  const rows = await session.query<Row>(
    `SELECT ${selectList(outcomeRows, dialect, "t")} FROM ${session.table("identifier_outcome")} t
     WHERE (t."session_id", t."source_id", t."source_type", t."target_type")
       IN (SELECT r.session_id, r.source_id, r.source_type, r.target_type FROM ${source.from})
     ${dialect.forUpdate}`,
    source.parameters,
  );
  return rows.map(fromOutcomeRow);
}
