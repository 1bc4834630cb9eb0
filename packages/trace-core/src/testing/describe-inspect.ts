import { describe, expect, it } from "vitest";

import { batchOf, sampleRun, sampleSession } from "./sample-records.js";
import { openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

export function describeInspect(subject: TraceStoreUnderTest): void {
  describe("inspect", () => {
    const context = openedForEachTest(subject);

    it("reports no problems of a store that was just opened", async () => {
      const found = await context.store.inspect();
      expect(found.product).not.toBe("");
      expect(found.schema.pending).toEqual([]);
      expect(found.indexes.filter((it) => it.state !== "ready")).toEqual([]);
      expect(found.latencyMs).toBeGreaterThanOrEqual(0);
    });

    it("reports the offset of the store's clock, which heartbeats use", async () => {
      const { store } = context;
      const session = { ...sampleSession(), startedAt: new Date(0), heartbeatAt: new Date(0) };
      await store.write({ sessionStarts: [session] });
      const { clockOffsetMs } = await store.inspect();
      const before = Date.now();
      await store.heartbeat(session.id);
      const there = (await store.getSession(session.id))?.heartbeatAt.getTime() ?? NaN;
      // With a tolerance of one second, since the machine may be busy with other tests.
      expect(there - clockOffsetMs).toBeGreaterThanOrEqual(before - 1_000);
      expect(there - clockOffsetMs).toBeLessThanOrEqual(Date.now() + 1_000);
    });

    it("reports the size, if it can, and changes nothing", async () => {
      const { store } = context;
      await store.write(batchOf(sampleRun(20)));
      const before = await store.countRecords();
      const { sizeBytes } = await store.inspect();
      expect(sizeBytes ?? 1).toBeGreaterThan(0);
      expect(await store.countRecords()).toEqual(before);
    });
  });
}
