import { describe, expect, it } from "vitest";

import { batchOf, sampleMapping, sampleMetric, sampleRun } from "./sample-records.js";
import { openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

export function describeDeleting(subject: TraceStoreUnderTest): void {
  describe("deleting", () => {
    const context = openedForEachTest(subject);

    it("deletes a session with all its records, and the mappings left without provenance", async () => {
      const { store } = context;
      const [going, staying] = [sampleRun(3), sampleRun(2)];
      await store.write({ ...batchOf(going), metrics: [sampleMetric(going.session.id)] });
      await store.write({ ...batchOf(staying), metrics: [sampleMetric(staying.session.id)] });
      expect(await store.deleteSession(going.session.id)).toBe(true);
      expect(await store.countRecords()).toEqual({
        sessions: 1,
        pathExecutions: 1,
        mappings: 2,
        provenance: 2,
        outcomes: 2,
        metrics: 1,
      });
      expect(await store.listMetrics({ sessionId: going.session.id })).toEqual({ items: [] });
      expect(await store.deleteSession(going.session.id)).toBe(false);
      expect(await store.deleteSession("nonsense")).toBe(false);
    });

    it("keeps mappings that never had provenance", async () => {
      const { store } = context;
      const run = sampleRun(2);
      const lone = sampleMapping({ sourceId: "lone" });
      await store.write({ ...batchOf(run), mappings: [...run.mappings, lone] });
      await store.deleteSession(run.session.id);
      expect((await store.listMappings()).items).toEqual([lone]);
    });
  });
}
