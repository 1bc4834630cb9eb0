import { expect, it } from "vitest";

import { everyItem, everyPage } from "./every-item.js";
import { ExecutionTraceLogger } from "./execution-trace-logger.js";
import { InMemoryTraceStore } from "./in-memory/in-memory-trace-store.js";
import type { Page, PageRequest } from "./trace-store-queries.js";

function numbers(count: number): (query: PageRequest) => Promise<Page<number>> {
  return ({ limit = 100, cursor }) => {
    const start = Number(cursor ?? 0);
    const end = Math.min(start + limit, count);
    const items = Array.from({ length: end - start }, (_, i) => start + i);
    return Promise.resolve(end < count ? { items, nextCursor: String(end) } : { items });
  };
}

it.each([0, 1, 2, 3, 7])("yields each of %i items once, in order, whatever the page size", async (count) => {
  const seen: number[] = [];
  for await (const it of everyItem(numbers(count), { limit: 3 })) seen.push(it);
  expect(seen).toEqual(Array.from({ length: count }, (_, i) => i));
});

it("accepts the query of any list of a store", async () => {
  const store = new InMemoryTraceStore();
  const { id: sessionId } = await new ExecutionTraceLogger(store).logMappingSessionStart({
    sourceType: "A",
    targetType: "B",
  });
  const seen: string[] = [];
  for await (const it of everyItem((query) => store.listSessions(query), { status: "running" }))
    seen.push(it.id);
  for await (const it of everyItem((query) => store.listOutcomes(query), { sessionId, sourceIds: ["a"] }))
    seen.push(it.sourceId);
  expect(seen).toEqual([sessionId]);
});

it("continues from a cursor", async () => {
  const pages: number[][] = [];
  for await (const it of everyPage(numbers(5), { limit: 2, cursor: "1" })) pages.push(it);
  expect(pages).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

it("requests no page before it is needed", async () => {
  let asked = 0;
  const list = numbers(10);
  for await (const it of everyItem((query: PageRequest) => (asked++, list(query)), { limit: 2 })) {
    if (it === 1) break;
  }
  expect(asked).toBe(1);
});
