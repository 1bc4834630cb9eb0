import { everyPage, type EntityMapping, type TraceStore } from "@waymark/trace-core";

import { IdSet } from "../id-set/id-set.js";

/** Outcomes per page; few, since one may have 10,000 targets. */
const OUTCOMES = 500;

/** Mappings per look-up. */
const LOOK_UP = 2_000;

/**
 * The mappings that sessions found or answered with, each once, page by page. An `IdSet` remembers them in bounded
 * memory.
 *
 * @param sessionIds null for all mappings of the store
 */
export async function* selectedMappings(
  store: TraceStore,
  sessionIds: readonly string[] | null,
): AsyncGenerator<EntityMapping[], void, undefined> {
  if (sessionIds === null) {
    yield* everyPage((query) => store.listMappings(query), {});
    return;
  }
  const seen = new IdSet();
  try {
    for await (const ids of mappingIds(store, sessionIds)) {
      const missing = ids.filter((it) => seen.add(it));
      for (let i = 0; i < missing.length; i += LOOK_UP)
        yield await store.getMappings(missing.slice(i, i + LOOK_UP));
    }
  } finally {
    seen.close();
  }
}

async function* mappingIds(
  store: TraceStore,
  sessionIds: readonly string[],
): AsyncGenerator<string[], void, undefined> {
  for (const sessionId of sessionIds) {
    for await (const page of everyPage((query) => store.listOutcomes(query), { sessionId, limit: OUTCOMES }))
      yield page.flatMap(({ targets }) => targets.map((it) => it.mappingId));
    for await (const page of everyPage((query) => store.listProvenance(query), { sessionId }))
      yield page.map((it) => it.mappingId);
  }
}
