import { beforeEach, describe, expect, it } from "vitest";

import { crowdHome, sampleCrowd, sampleLists, type CrowdHome, type SampleList } from "./sample-lists.js";
import { sampleSession } from "./sample-records.js";
import { failure, openedForEachTest, walk, type TraceStoreUnderTest } from "./store-under-test.js";

export function describePaging(subject: TraceStoreUnderTest): void {
  describe("paging", () => {
    const context = openedForEachTest(subject);
    let home: CrowdHome;
    let lists: SampleList[];
    beforeEach(() => {
      home = crowdHome();
      lists = sampleLists(home);
    });

    it.each([1, 4, 1_000])(
      "walks over every list in pages of %i, seeing each record once, in the order of the list",
      async (limit) => {
        const { store } = context;
        const crowd = sampleCrowd(home, 9);
        await store.write(crowd);
        for (const { name, list, of } of lists) {
          expect(await walk((page) => list(store, page), limit), name).toEqual(of(crowd));
        }
      },
    );

    it("returns a hundred items of every list by default, and no cursor on the last page", async () => {
      const { store } = context;
      const crowd = sampleCrowd(home, 101);
      await store.write(crowd);
      for (const { name, list, of } of lists) {
        const keys = of(crowd).map(keyOf);
        const { length } = keys;
        const first = await list(store, {});
        expect(first.items.map(keyOf), name).toEqual(keys.slice(0, 100));
        expect(first.nextCursor, name).toEqual(expect.any(String));
        const whole = await list(store, { limit: length });
        expect([whole.items.length, whole.nextCursor], name).toEqual([length, undefined]);
        const { nextCursor = "" } = await list(store, { limit: length - 1 });
        const last = await list(store, { cursor: nextCursor });
        expect([last.items.map(keyOf), last.nextCursor], name).toEqual([keys.slice(-1), undefined]);
      }
    });

    it("sees each record that existed at the start of the walk exactly once, whatever is written meanwhile", async () => {
      const { store } = context;
      const crowd = sampleCrowd(home, 5);
      await store.write(crowd);
      for (const { name, list, of } of lists) {
        const there = new Set(of(crowd).map(keyOf));
        let writes = 0;
        const seen = await walk(async (page) => {
          const result = await list(store, page);
          writes += 1;
          // Alternately before and after the current position of the walk.
          const [prefix, since] = writes % 2 === 0 ? ["0", -500] : ["z", 500];
          if (writes <= 2)
            await store.write(sampleCrowd(home, 1, `${prefix}${name}${String(writes)}`, since));
          return result;
        }, 2);
        expect(new Set(seen.map(keyOf)).size, name).toBe(seen.length);
        expect(
          seen.filter((it) => there.has(keyOf(it))),
          name,
        ).toEqual(of(crowd));
      }
    });

    it.each([0, 1_001, 1.5, Number.NaN, -1])("refuses a limit of %d for every list", async (limit) => {
      for (const { list } of lists) await failure(list(context.store, { limit }), "invalid-query");
    });

    it("refuses a cursor that does not belong to the list", async () => {
      const { store } = context;
      await store.write({ sessionStarts: [sampleSession(), sampleSession()] });
      const { nextCursor = "" } = await store.listSessions({ limit: 1 });
      expect(nextCursor).not.toBe("");
      const { id: sessionId } = sampleSession();
      await failure(store.listMetrics({ sessionId, cursor: nextCursor }), "invalid-query");
      await failure(store.listSessions({ cursor: "garbage" }), "invalid-query");
      await failure(store.listSessions({ cursor: "" }), "invalid-query");
    });
  });
}

/** The key that identifies a record in its list. */
function keyOf(record: unknown): string {
  const { id, sessionId, sourceType, sourceId } = record as Record<string, unknown>;
  return JSON.stringify([id, sessionId, sourceType, sourceId]);
}
