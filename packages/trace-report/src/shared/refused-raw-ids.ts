import { everyItem, isInvalidSourceId, MAX_LOOKUP_IDS, type TraceStore } from "@waymark/trace-core";

/**
 * How inputs that are no identifiers came in, as one session has it: the trace knows them by a hash only, that no person can
 * read. Identifiers, and what the session does not know, are absent.
 */
export async function refusedRawIds(
  store: TraceStore,
  sessionId: string,
  sourceIds: Iterable<string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const refused = [...new Set(sourceIds)].filter(isInvalidSourceId);
  const rawIds = new Map<string, readonly string[]>();
  for (let start = 0; start < refused.length; start += MAX_LOOKUP_IDS) {
    const query = { sessionId, sourceIds: refused.slice(start, start + MAX_LOOKUP_IDS) };
    for await (const it of everyItem((page) => store.listOutcomes(page), query))
      rawIds.set(it.sourceId, it.rawIds);
  }
  return rawIds;
}
