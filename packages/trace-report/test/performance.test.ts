import { MappingExecutor } from "@waymark/executor";
import { isWaymarkError, type TraceStore } from "@waymark/trace-core";
import { expect, it } from "vitest";

import { pathPerformance, resourcePerformance } from "../src/index.js";
import { describeOnEachStore } from "./support/each-store.js";
import { tableCatalog, type Table } from "./support/table-catalog.js";

/** Runs the executor once at each of these times. */
async function ranAt(store: TraceStore, times: readonly string[], table: Table): Promise<void> {
  const catalog = tableCatalog({
    tables: [{ name: "names", from: "A", to: "Z", ranks: [{ table }] }],
    paths: { main: ["names"] },
  });
  for (const time of times) {
    const executor = new MappingExecutor({ catalog, store, clock: () => new Date(time) });
    const identifiers = ["x", "y"];
    await executor.executeMapping({ sourceType: "A", targetType: "Z", identifiers, useCache: false });
  }
}

const since = new Date("2026-03-01T12:00:00Z");
const until = new Date("2026-03-04T00:00:00Z");

describeOnEachStore("performance over time", (open) => {
  it("counts runs, failures and yield of a path in the whole period and day by day", async () => {
    const store = await open();
    await ranAt(store, ["2026-03-01T13:00:00Z", "2026-03-03T01:00:00Z", "2026-03-04T00:00:00Z"], {
      x: ["z"],
    });
    await ranAt(store, ["2026-03-03T23:00:00Z"], { x: new Error("down"), y: new Error("down") });
    const report = await pathPerformance(store, { since, until, bucket: "day" });
    expect(report).toMatchObject({
      since: "2026-03-01T12:00:00.000Z",
      until: "2026-03-04T00:00:00.000Z",
      bucket: "day",
      paths: [
        {
          pathId: "main",
          total: { runs: 3, failures: 1, failureShare: 1 / 3, inputCount: 6, outputCount: 2, yield: 1 / 3 },
          buckets: [
            { since: "2026-03-01T12:00:00.000Z", until: "2026-03-02T00:00:00.000Z", runs: 1, yield: 0.5 },
            { since: "2026-03-03T00:00:00.000Z", runs: 2, failures: 1, failureShare: 0.5, yield: 0.25 },
          ],
        },
      ],
    });
    expect(report.paths[0]?.buckets).toHaveLength(2);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it("does the same for resources, over all time by default", async () => {
    const store = await open();
    await ranAt(store, ["2026-03-01T13:00:00Z", "2026-03-03T01:00:00Z"], { x: ["z"] });
    expect(await resourcePerformance(store)).toMatchObject({
      since: null,
      until: null,
      bucket: null,
      resources: [{ resource: "names", total: { runs: 2, failures: 0, outputCount: 2 }, buckets: [] }],
    });
  });

  it("divides the time until now into whole weeks that begin on Monday", async () => {
    const store = await open();
    await ranAt(store, ["2026-03-01T13:00:00Z", "2026-03-03T01:00:00Z"], { x: ["z"] });
    const clock = (): Date => new Date("2026-03-05T00:00:00Z");
    const { resources, until: end } = await resourcePerformance(store, { since, bucket: "week" }, { clock });
    expect(end).toBe("2026-03-05T00:00:00.000Z");
    expect(resources[0]?.buckets.map((it) => [it.since, it.until])).toEqual([
      ["2026-03-01T12:00:00.000Z", "2026-03-02T00:00:00.000Z"],
      ["2026-03-02T00:00:00.000Z", "2026-03-05T00:00:00.000Z"],
    ]);
  });

  it("refuses to divide a period that has no beginning, ends before it begins, or is too long", async () => {
    const store = await open();
    const isInvalid = (error: unknown): boolean => isWaymarkError(error, "invalid-query");
    await expect(pathPerformance(store, { bucket: "day" })).rejects.toSatisfy(isInvalid);
    await expect(pathPerformance(store, { since: until, until: since })).rejects.toSatisfy(isInvalid);
    await expect(
      pathPerformance(store, { since: new Date("2020-01-01"), until, bucket: "hour" }),
    ).rejects.toThrow(/choose a shorter time or longer buckets/);
  });
});
