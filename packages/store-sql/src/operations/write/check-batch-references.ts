import {
  checkReferences,
  externalReferences,
  externalTargets,
  type PreparedBatch,
} from "@waymark/trace-core/adapter";

import type { SqlSession } from "../../sql-session.js";
import { keptMappings, keptPathExecutions, keptSessions } from "./existing-rows.js";

/**
 * Checks that all references of a batch are in it or committed, and locks what it finds against removal until the
 * transaction ends.
 *
 * @param isFirstTry on the first attempt, only the references that no foreign key checks are looked up: the targets of
 *   outcomes. If a foreign key refuses another one, the second attempt finds out which
 * @throws UnknownReferenceError
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
