import type { TraceBatch } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { describe, expect, it } from "vitest";

import { mapAll, targetIds } from "../../test/support/map-all.js";
import { ids, numbered } from "../../test/support/sample-catalogs.js";
import type { MappingProgress } from "./progress/mapping-progress.js";

describe("a run", () => {
  it("gives the same answers in the same order, regardless of slices, batches and concurrency", async () => {
    const expected = await mapAll(numbered(100), ids(100));
    for (const [sliceSize, batchSize, concurrency] of [
      [7, 3, 5],
      [100, 1, 1],
      [1, 1, 1],
      [30, 1000, 2],
    ] as const) {
      const other = await mapAll(numbered(100), ids(100), { sliceSize, batchSize, concurrency });

      expect(other.results.map((it) => [it.raw, it.targets])).toEqual(
        expected.results.map((it) => [it.raw, it.targets]),
      );
      expect(other.hops).toEqual(expected.hops);
      expect(other.summary).toMatchObject({ inputs: 100, mappedToMany: 90, notFound: 10 });
      expect(await other.store.countRecords()).toMatchObject({
        mappings: 180,
        provenance: 180,
        outcomes: 100,
      });
    }
  });

  it("logs one path execution per batch, with the input and output of each step", async () => {
    const { store, session } = await mapAll(numbered(20), ids(20), { batchSize: 10, sliceSize: 20 });
    const { items } = await store.listPathExecutions({ sessionId: session.id });

    expect(items.map((it) => it.batchIndex).sort()).toEqual([0, 1]);
    expect(items[0]).toMatchObject({
      pathId: "main",
      status: "partial_success",
      inputCount: 10,
      matchedCount: 9,
      error: null,
      steps: [
        {
          resource: "first",
          map: null,
          release: "1",
          inputType: "A",
          outputType: "B",
          inputCount: 10,
          outputCount: 9,
          attempts: 1,
        },
        { resource: "second", inputCount: 9, outputCount: 10, direction: "forward", error: null },
      ],
    });
    expect(items[0]?.pathFingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  it("processes batches concurrently, up to the given number", async () => {
    let running = 0;
    let most = 0;
    const before = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    };
    await mapAll(numbered(60, { before }), ids(60), { batchSize: 5, concurrency: 3 });

    expect(most).toBe(3);
  });

  it("keeps its options, parameters, tags and endpoints with the session, and its counts as metrics", async () => {
    const { session, store } = await mapAll(numbered(20), ids(20), {
      tags: ["nightly"],
      parameters: { asked: "by a test" },
      sourceEndpoint: "here",
      targetEndpoint: "there",
      minConfidence: 0.25,
    });

    expect(session).toMatchObject({
      tags: ["nightly"],
      sourceEndpoint: "here",
      targetEndpoint: "there",
      parameters: {
        asked: "by a test",
        options: { minConfidence: 0.25, batchSize: 1000, maxCacheAge: null },
      },
      executorVersion: "0.1.0",
      inputCount: 20,
      resultCount: 18,
    });
    expect(session.catalogFingerprint).toMatch(/^[0-9a-f]{64}$/);
    const { items } = await store.listMetrics({ sessionId: session.id });
    const metrics = Object.fromEntries(items.map((it) => [it.name, it.value]));
    expect(metrics).toMatchObject({ inputs: 20, mappedToMany: 18, notFound: 2, fromCache: 0 });
    expect(items.every((it) => it.type === "session")).toBe(true);
  });

  it("reports progress after the cache, each batch and each write", async () => {
    const told: MappingProgress[] = [];
    await mapAll(numbered(20), ids(20), { batchSize: 5, sliceSize: 10, onProgress: (it) => told.push(it) });

    expect(told.filter((it) => it.phase === "mapping").length).toBe(4);
    expect(told.at(-1)).toMatchObject({ phase: "done", done: 20, total: 20, mapped: 18, fromCache: 0 });
    expect(told.map((it) => it.done)).toEqual([...told.map((it) => it.done)].sort((a, b) => a - b));
  });

  it("answers identifiers that recur in later slices from its own trace, and adds their new raw ids", async () => {
    const inputs = [...ids(10), " a0", "a1", ...ids(10), "a0 "];
    const {
      results,
      store,
      session,
      catalog: used,
      summary,
    } = await mapAll(numbered(10), inputs, { sliceSize: 5 });

    expect(results.map((it) => it.raw)).toEqual(inputs);
    expect(results.map((it) => targetIds(it)[0])).toEqual(
      inputs.map((it) => (it === "a9" ? undefined : "z")),
    );
    expect(results.every((it) => it.targets.every((target) => target.hops.length === 2))).toBe(true);
    expect(used.resources.get("first")?.asked.sort()).toEqual(ids(10));
    expect(await store.countRecords()).toMatchObject({ outcomes: 10, provenance: 18 });
    const { items } = await store.listOutcomes({ sessionId: session.id, sourceIds: ["a0"] });
    expect(items[0]).toMatchObject({ rawIds: [" a0", "a0", "a0 "], servedFrom: "live" });
    expect(summary).toMatchObject({ inputs: inputs.length, fromCache: 0 });
  });

  it("answers them from its own trace even if the answer may not be cached", async () => {
    const { results, catalog: used } = await mapAll(
      numbered(3, { release: null }),
      ["a0", "a1", "a2", "a0", "a1"],
      {
        sliceSize: 1,
      },
    );

    expect(results[3]?.targets).toEqual(results[0]?.targets);
    expect(used.resources.get("first")?.asked).toEqual(["a0", "a1", "a2"]);
  });
});

describe("writing", () => {
  it("splits a slice that is larger than a batch may be, outcomes last", async () => {
    const batches: TraceBatch[] = [];
    class WatchedStore extends InMemoryTraceStore {
      override async write(batch: TraceBatch): Promise<void> {
        batches.push(batch);
        return super.write(batch);
      }
    }
    const table = Object.fromEntries(
      ids(60).map((id) => [id, Array.from({ length: 500 }, (_, i) => `z${id}-${String(i)}`)]),
    );
    const { store } = await mapAll(
      {
        resources: [{ name: "wide", maps: [{ from: "A", to: "Z", ranks: [{ table }] }] }],
        paths: { main: ["wide"] },
      },
      ids(60),
      { store: new WatchedStore() },
    );

    const slices = batches.filter(
      (it) => (it.sessionStarts?.length ?? 0) + (it.sessionEnds?.length ?? 0) === 0,
    );
    expect(slices.length).toBeGreaterThan(1);
    expect(slices.findIndex((it) => (it.outcomes?.length ?? 0) > 0)).toBe(slices.length - 1);
    expect(await store.countRecords()).toMatchObject({ mappings: 30_000, provenance: 30_000, outcomes: 60 });
  });
});
