import type { IdentifierOutcome, IdentifierOutcomeKey } from "@waymark/trace-core";
import { mergeIdentifierOutcome, outcomeKey } from "@waymark/trace-core/adapter";

import { fromOutcomeRow, outcomeRows } from "../rows/outcome-row.js";
import { selectList, type Row } from "../rows/row-shape.js";
import type { SqlSession } from "../sql-session.js";
import { insertRows } from "./insert-rows.js";

const KEY = `"session_id", "source_id", "source_type", "target_type"`;

interface KeyRow {
  readonly session_id: string;
  readonly source_id: string;
  readonly source_type: string;
  readonly target_type: string;
}

/** Inserts outcomes; those whose key exists are merged by the core's own function, under a lock. */
export async function mergeOutcomes(
  session: SqlSession,
  outcomes: readonly IdentifierOutcome[],
): Promise<void> {
  const inserted = await insertRows<IdentifierOutcome, KeyRow>(
    session,
    "identifier_outcome",
    outcomeRows,
    outcomes,
    {
      onConflict: `(${KEY}) DO NOTHING`,
      returning: KEY,
    },
  );
  if (inserted.length === outcomes.length) return;

  const isNew = new Set(inserted.map((it) => outcomeKey(keyOf(it))));
  const repeated = outcomes.filter((it) => !isNew.has(outcomeKey(it)));
  const known = new Map((await lockOutcomes(session, repeated)).map((it) => [outcomeKey(it), it]));
  const merged = repeated.map((it) => {
    const before = known.get(outcomeKey(it));
    return before === undefined ? it : mergeIdentifierOutcome(before, it);
  });
  const taken = outcomeRows.columns.map((it) => `"${it.name}" = excluded."${it.name}"`);
  await insertRows(session, "identifier_outcome", outcomeRows, merged, {
    onConflict: `(${KEY}) DO UPDATE SET ${taken.join(", ")}`,
  });
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

function keyOf(row: KeyRow): IdentifierOutcomeKey {
  return {
    sessionId: row.session_id,
    sourceId: row.source_id,
    sourceType: row.source_type,
    targetType: row.target_type,
  };
}
