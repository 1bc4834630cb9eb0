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

/** Kinds that are inserted by one statement and need nothing looked up, on the first try. */
const PLAIN: readonly (keyof PreparedBatch)[] = ["sessionStarts", "pathExecutions", "metrics"];

/** Whether writing the batch takes one statement, on the first try. Never where a statement is run for each row. */
export function isOneStatement(batch: PreparedBatch, { isInProcess }: SqlDialect): boolean {
  if (isInProcess) return false;
  const kinds = (Object.keys(batch) as (keyof PreparedBatch)[]).filter((it) => batch[it].length > 0);
  const [only] = kinds;
  return only !== undefined && kinds.length === 1 && PLAIN.includes(only) && batch[only].length <= MAX_ROWS;
}

/**
 * A whole batch, in the order in which its kinds refer to each other.
 *
 * @param isFirstTry then the batch is believed to be new and to refer to what is there, and the constraints of the tables
 *   say when it is not; only then it is looked up what exactly is in the way
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
