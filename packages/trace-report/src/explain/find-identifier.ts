import { escapeRawId, invalidSourceId, type TraceStore } from "@waymark/trace-core";

import { isStorable } from "./is-storable.js";
import { otherSpellings } from "./other-spellings.js";

export interface FoundIdentifier {
  /** As the trace knows it; as it was asked for when the trace does not. */
  readonly identifier: string;
  readonly suggestions: readonly string[];
}

/** Answers of one spelling that are searched for the text that was asked for. */
const ANSWERS_SEARCHED = 100;

/**
 * Finds the identifier by which the trace knows a text: the text itself; else another spelling that is known to have come
 * in as this text; else none, and the other spellings that are known are suggested.
 */
export async function findIdentifier(
  store: TraceStore,
  asked: string,
  type: string | undefined,
): Promise<FoundIdentifier> {
  if (!isStorable(asked)) return { identifier: invalidSourceId(asked), suggestions: [] };
  if (await isKnown(store, asked)) return { identifier: asked, suggestions: [] };
  const spellings = otherSpellings(asked, type);
  const found = await Promise.all(
    spellings.map(async (spelling) => ({
      spelling,
      cameInAsAsked: await cameInAs(store, spelling, asked),
    })),
  );
  const same = found.find((it) => it.cameInAsAsked);
  if (same) return { identifier: same.spelling, suggestions: [] };
  const known = await Promise.all(found.map(({ spelling }) => isKnown(store, spelling)));
  return { identifier: asked, suggestions: spellings.filter((_, i) => known[i]) };
}

async function isKnown(store: TraceStore, id: string): Promise<boolean> {
  const pages = await Promise.all([
    store.listOutcomes({ sourceId: id, limit: 1 }),
    store.listMappings({ sourceId: id, limit: 1 }),
    store.listMappings({ targetId: id, limit: 1 }),
  ]);
  return pages.some(({ items }) => items.length > 0);
}

async function cameInAs(store: TraceStore, sourceId: string, asked: string): Promise<boolean> {
  const { items } = await store.listOutcomes({ sourceId, limit: ANSWERS_SEARCHED });
  const escaped = escapeRawId(asked);
  return items.some(({ rawIds }) => rawIds.includes(asked) || rawIds.includes(escaped));
}
