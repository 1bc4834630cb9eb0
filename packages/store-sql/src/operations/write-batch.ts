import type { PreparedBatch } from "@waymark/trace-core/adapter";

import type { SqlSession } from "../sql-session.js";
import { checkBatchReferences } from "./check-batch-references.js";
import { endSessions } from "./end-sessions.js";
import {
  insertMetrics,
  insertPathExecutions,
  insertProvenance,
  insertSessionStarts,
} from "./insert-immutable.js";
import { mergeMappings } from "./merge-mappings.js";
import { mergeOutcomes } from "./merge-outcomes.js";

/** A whole batch, in the order in which its kinds refer to each other. */
export async function writeBatch(session: SqlSession, batch: PreparedBatch): Promise<void> {
  await checkBatchReferences(session, batch);
  await insertSessionStarts(session, batch.sessionStarts);
  await insertPathExecutions(session, batch.pathExecutions);
  await mergeMappings(session, batch.mappings);
  await insertProvenance(session, batch.provenance);
  await mergeOutcomes(session, batch.outcomes);
  await insertMetrics(session, batch.metrics);
  await endSessions(session, batch.sessionEnds);
}
