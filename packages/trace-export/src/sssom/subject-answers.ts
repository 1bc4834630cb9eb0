import { isInvalidSourceId, type IdentifierOutcome, type TraceStore } from "@waymark/trace-core";

import { mergedAnswers } from "../selection/merged-answers.js";

/**
 * The answers of the sessions, see `mergedAnswers`, without inputs that are not identifiers, even if a secondary
 * identifier of such an input was mapped.
 */
export async function* subjectAnswers(
  store: TraceStore,
  sessionIds: readonly string[],
): AsyncGenerator<IdentifierOutcome, void, undefined> {
  for await (const it of mergedAnswers(store, sessionIds)) if (!isInvalidSourceId(it.sourceId)) yield it;
}
