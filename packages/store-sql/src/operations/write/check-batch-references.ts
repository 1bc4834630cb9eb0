import {
  checkReferences,
  externalReferences,
  externalTargets,
  type PreparedBatch,
} from "@waymark/trace-core/adapter";

import type { SqlSession } from "../../sql-session.js";
import { keptMappings, keptPathExecutions, keptSessions } from "./existing-rows.js";

/**
 * Throws `UnknownReferenceError` for all that the batch refers to and that is neither in it nor committed. What is found
 * stays until the transaction ends.
 *
 * @param isFirstTry then only those references are looked up that no foreign key keeps: an outcome's targets. If a foreign
 *   key refuses another one, the second attempt says which
 */
export async function checkBatchReferences(
  session: SqlSession,
  batch: PreparedBatch,
  isFirstTry: boolean,
): Promise<void> {
  if (isFirstTry) {
    const targets = externalTargets(batch);
    if ((await keptMappings(session, targets)).size === targets.length) return;
  }
  const references = externalReferences(batch);
  checkReferences(batch, {
    sessions: await keptSessions(session, references.sessions),
    mappings: await keptMappings(session, references.mappings),
    pathExecutions: await keptPathExecutions(session, references.pathExecutions),
  });
}
