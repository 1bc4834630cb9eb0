import { invalidSourceId, isStorableIdentifier, type TraceStore } from "@waymark/trace-core";

import { findRefusedRows, isWritten } from "./find-refused-rows.js";
import { otherSpellings } from "./other-spellings.js";

export interface FoundIdentifier {
  /** As the trace knows it; as requested if the trace does not know it. */
  readonly identifier: string;
  /** See `Explanation.suggestions`. */
  readonly suggestions: readonly string[];
}

/** Maximum number of answers of one spelling that are searched for the requested text. */
const ANSWERS_SEARCHED = 100;

/**
 * Finds the identifier under which the trace knows a text: the text itself, otherwise another spelling that is recorded
 * as having come in as this text, otherwise a row that did (see `findRefusedRows`). If there is none, suggests other
 * spellings that the trace knows.
 */
export async function findIdentifier(
  store: TraceStore,
  asked: string,
  { type, sessionId }: { readonly type?: string | undefined; readonly sessionId?: string | undefined },
): Promise<FoundIdentifier> {
  const own = isStorableIdentifier(asked) ? asked : invalidSourceId(asked);
  // If the input was refused, rows with the same text may still have been mapped by their secondary identifiers.
  const withRows = async (identifier: string): Promise<FoundIdentifier> => {
    const rows = (await wasRefused(store, identifier)) ? await findRefusedRows(store, asked, sessionId) : [];
    return { identifier, suggestions: rows.filter((it) => it !== identifier) };
  };
  if (await isKnown(store, own)) return withRows(own);
  const spellings = isStorableIdentifier(asked) ? otherSpellings(asked, type) : [];
  const found = await Promise.all(
    spellings.map(async (spelling) => ({
      spelling,
      cameInAsAsked: await cameInAs(store, spelling, asked),
    })),
  );
  const same = found.find((it) => it.cameInAsAsked);
  if (same) return withRows(same.spelling);
  const [row, ...otherRows] = await findRefusedRows(store, asked, sessionId);
  if (row !== undefined) return { identifier: row, suggestions: otherRows };
  const known = await Promise.all(found.map(({ spelling }) => isKnown(store, spelling)));
  return { identifier: own, suggestions: spellings.filter((_, i) => known[i]) };
}

async function isKnown(store: TraceStore, id: string): Promise<boolean> {
  const pages = await Promise.all([
    store.listOutcomes({ sourceId: id, limit: 1 }),
    store.listMappings({ sourceId: id, limit: 1 }),
    store.listMappings({ targetId: id, limit: 1 }),
  ]);
  return pages.some(({ items }) => items.length > 0);
}

async function wasRefused(store: TraceStore, sourceId: string): Promise<boolean> {
  const { items } = await store.listOutcomes({ sourceId, limit: ANSWERS_SEARCHED });
  return items.some(({ outcome }) => outcome === "invalid");
}

async function cameInAs(store: TraceStore, sourceId: string, asked: string): Promise<boolean> {
  const { items } = await store.listOutcomes({ sourceId, limit: ANSWERS_SEARCHED });
  return items.some(({ rawIds }) => isWritten(rawIds, asked));
}
