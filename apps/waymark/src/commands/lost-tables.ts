import { isWaymarkError, type StoreInspection, type TraceStore } from "@waymark/trace-core";

/** Tables that are not there, as far as it can be told: each lacks all its indexes, and records cannot be counted. */
export async function lostTables(
  store: Pick<TraceStore, "countRecords">,
  { indexes }: StoreInspection,
): Promise<string[]> {
  const there = new Set(indexes.filter((it) => it.state !== "missing").map((it) => it.of));
  const bare = [...new Set(indexes.map((it) => it.of))].filter((it) => !there.has(it));
  if (bare.length === 0) return [];
  try {
    await store.countRecords();
    return [];
  } catch (error) {
    if (!isWaymarkError(error, "cache-retrieval")) throw error;
    return bare;
  }
}
