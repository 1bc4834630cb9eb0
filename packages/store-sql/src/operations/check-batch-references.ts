import { checkReferences, externalReferences, type PreparedBatch } from "@waymark/trace-core/adapter";

import type { SqlSession } from "../sql-session.js";
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
  const references = externalReferences(batch);
  const mappings = await keptMappings(session, references.mappings);
  if (isFirstTry && mappings.size === references.mappings.length) return;
  checkReferences(batch, {
    sessions: await keptSessions(session, references.sessions),
    mappings,
    pathExecutions: await keptPathExecutions(session, references.pathExecutions),
  });
}
