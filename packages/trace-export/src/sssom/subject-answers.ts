import { isInvalidSourceId, type IdentifierOutcome, type TraceStore } from "@waymark/trace-core";

import { mergedAnswers } from "../selection/merged-answers.js";

/**
 * What the sessions answer of identifiers, see `mergedAnswers`. An input that is none is no subject, also where a secondary
 * identifier beside it was mapped.
 */
export async function* subjectAnswers(
  store: TraceStore,
  sessionIds: readonly string[],
): AsyncGenerator<IdentifierOutcome, void, undefined> {
  for await (const it of mergedAnswers(store, sessionIds)) if (!isInvalidSourceId(it.sourceId)) yield it;
}
