import { everyItem, isInvalidSourceId, MAX_LOOKUP_IDS, type TraceStore } from "@waymark/trace-core";

/**
 * The original text of inputs that are not identifiers, as recorded by one session: the trace identifies them only by a
 * hash. Valid identifiers, and inputs that the session does not have, are missing from the result.
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
