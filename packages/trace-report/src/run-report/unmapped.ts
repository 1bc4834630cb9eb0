import {
  everyItem,
  SessionNotFoundError,
  type IdentifierOutcome,
  type TraceStore,
} from "@waymark/trace-core";

import { unmappedReason } from "../shared/unmapped-reason.js";
import type { UnmappedIdentifier } from "./run-report-parts.js";

/**
 * Every identifier of a session that has no target, sorted by bytes, with one page in memory at a time.
 *
 * @throws SessionNotFoundError at the first iteration
 */
export async function* unmappedOf(
  store: TraceStore,
  sessionId: string,
): AsyncGenerator<UnmappedIdentifier, void, undefined> {
  if ((await store.getSession(sessionId)) === undefined) throw new SessionNotFoundError(sessionId);
  for await (const outcome of everyItem((query) => store.listOutcomes(query), { sessionId }))
    if (outcome.targetCount === 0) yield unmappedIdentifier(outcome);
}

export function unmappedIdentifier(outcome: IdentifierOutcome): UnmappedIdentifier {
  return {
    sourceId: outcome.sourceId,
    rawIds: outcome.rawIds,
    outcome: outcome.outcome,
    reason: unmappedReason(outcome),
  };
}
