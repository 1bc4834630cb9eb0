import type { PreparedBatch } from "@waymark/trace-core/adapter";

import type { SqlDialect } from "../../dialect/sql-dialect.js";
import type { SqlSession } from "../../sql-session.js";
import { checkBatchReferences } from "./check-batch-references.js";
import { endSessions } from "./end-sessions.js";
import {
  insertMetrics,
  insertPathExecutions,
  insertProvenance,
  insertSessionStarts,
} from "./insert-immutable.js";
import { MAX_ROWS } from "./insert-rows.js";
import { mergeMappings } from "./merge-mappings.js";
import { mergeOutcomes } from "./merge-outcomes.js";

/** Kinds that, on the first attempt, are inserted by one statement without any look-ups. */
const PLAIN: readonly (keyof PreparedBatch)[] = ["sessionStarts", "pathExecutions", "metrics"];

/** Whether the first attempt to write the batch takes one statement; never if each row takes its own. */
export function isOneStatement(batch: PreparedBatch, { isInProcess }: SqlDialect): boolean {
  if (isInProcess) return false;
  const kinds = (Object.keys(batch) as (keyof PreparedBatch)[]).filter((it) => batch[it].length > 0);
  const [only] = kinds;
  return only !== undefined && kinds.length === 1 && PLAIN.includes(only) && batch[only].length <= MAX_ROWS;
}

/**
 * Writes a batch in an order in which each kind refers only to earlier ones.
 *
 * @param isFirstTry the first attempt assumes that the records are new and their references exist, and relies on the
 *   constraints of the tables to refuse them otherwise; only the next attempt looks up what is wrong
 */
export async function writeBatch(
  session: SqlSession,
  batch: PreparedBatch,
  isFirstTry: boolean,
): Promise<void> {
  await checkBatchReferences(session, batch, isFirstTry);
  await insertSessionStarts(session, batch.sessionStarts);
  await insertPathExecutions(session, batch.pathExecutions);
  await mergeMappings(session, batch.mappings, isFirstTry);
  await insertProvenance(session, batch.provenance, isFirstTry);
  await mergeOutcomes(session, batch.outcomes, isFirstTry);
  await insertMetrics(session, batch.metrics);
  await endSessions(session, batch.sessionEnds);
}
