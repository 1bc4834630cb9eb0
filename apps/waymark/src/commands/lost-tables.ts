import { isWaymarkError, type StoreInspection, type TraceStore } from "@waymark/trace-core";

/** The tables that are probably missing: all their indexes are missing, and records cannot be counted. */
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
