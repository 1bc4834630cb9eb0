import { isWaymarkError, type TraceBatch } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { describe, expect, it } from "vitest";

import { mapAll, targetIds } from "../../test/support/map-all.js";
import { memoryCatalog, type MemoryCatalogOptions } from "../../test/support/memory-catalog.js";
import type { MemoryResourceOptions } from "../../test/support/memory-resource.js";
import { MappingExecutor } from "./mapping-executor.js";
import type { MappingProgress } from "./mapping-progress.js";
import type { MappingRequest } from "./mapping-request.js";

const ids = (count: number): string[] => Array.from({ length: count }, (_, i) => `a${String(i)}`);

/** Every identifier has two targets by way of one node of its own; every tenth is unknown. */
function catalog(count: number, options: Partial<MemoryResourceOptions> = {}): MemoryCatalogOptions {
  const known = ids(count).filter((_, i) => i % 10 !== 9);
  return {
    resources: [
      {
        name: "first",
        maps: [
          {
            from: "A",
            to: "B",
            relation: "names",
            ranks: [{ table: Object.fromEntries(known.map((id) => [id, [`b${id}`]])) }],
          },
        ],
        ...options,
      },
      {
        name: "second",
        maps: [
          {
            from: "B",
            to: "Z",
            ranks: [{ table: Object.fromEntries(known.map((id) => [`b${id}`, [`z${id}`, "z"]])) }],
          },
        ],
      },
    ],
    paths: { main: ["first", "second"] },
  };
}

function request(
  identifiers: MappingRequest["identifiers"],
  rest: Partial<MappingRequest> = {},
): MappingRequest {
  return { sourceType: "A", targetType: "Z", identifiers, ...rest };
}

describe("a run", () => {
  it("gives the same answers in the same order, whatever its slices, batches and concurrency", async () => {
    const expected = await mapAll(catalog(100), ids(100));
    for (const [sliceSize, batchSize, concurrency] of [
      [7, 3, 5],
      [100, 1, 1],
      [1, 1, 1],
      [30, 1000, 2],
    ] as const) {
      const other = await mapAll(catalog(100), ids(100), { sliceSize, batchSize, concurrency });

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

  it("logs one path execution for each batch, with what went in and came out of each step", async () => {
    const { store, session } = await mapAll(catalog(20), ids(20), { batchSize: 10, sliceSize: 20 });
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

  it("never has more batches under way than asked, and runs them side by side", async () => {
    let running = 0;
    let most = 0;
    const before = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    };
    await mapAll(catalog(60, { before }), ids(60), { batchSize: 5, concurrency: 3 });

    expect(most).toBe(3);
  });

  it("keeps its options, parameters, tags and endpoints with the session, and its counts as metrics", async () => {
    const { session, store } = await mapAll(catalog(20), ids(20), {
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

  it("tells how far it is after the cache, each batch and each write", async () => {
    const told: MappingProgress[] = [];
    await mapAll(catalog(20), ids(20), { batchSize: 5, sliceSize: 10, onProgress: (it) => told.push(it) });

    expect(told.filter((it) => it.phase === "mapping").length).toBe(4);
    expect(told.at(-1)).toMatchObject({ phase: "done", done: 20, total: 20, mapped: 18, fromCache: 0 });
    expect(told.map((it) => it.done)).toEqual([...told.map((it) => it.done)].sort((a, b) => a - b));
  });

  it("answers identifiers that come again in later slices from its own trace, with the new spellings", async () => {
    const inputs = [...ids(10), " a0", "a1", ...ids(10), "a0 "];
    const {
      results,
      store,
      session,
      catalog: used,
      summary,
    } = await mapAll(catalog(10), inputs, { sliceSize: 5 });

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

  it("answers them so as well when the answer may not be cached", async () => {
    const { results, catalog: used } = await mapAll(
      catalog(3, { release: null }),
      ["a0", "a1", "a2", "a0", "a1"],
      {
        sliceSize: 1,
      },
    );

    expect(results[3]?.targets).toEqual(results[0]?.targets);
    expect(used.resources.get("first")?.asked).toEqual(["a0", "a1", "a2"]);
  });
});

describe("a streamed run", () => {
  it("takes any iterable, yields in input order, and knows the number of inputs at the end", async () => {
    const store = new InMemoryTraceStore();
    const executor = new MappingExecutor({ catalog: memoryCatalog(catalog(25)), store });
    async function* source(): AsyncGenerator<string> {
      for (const id of ids(25)) {
        await Promise.resolve();
        yield id;
      }
    }
    const totals: (number | null)[] = [];
    const raws: string[] = [];
    const stream = executor.streamMapping(
      request(source(), { sliceSize: 10, onProgress: (it) => totals.push(it.total) }),
    );
    let step = await stream.next();
    for (; !step.done; step = await stream.next()) raws.push(step.value.raw);

    expect(raws).toEqual(ids(25));
    expect(totals[0]).toBeNull();
    expect(totals.at(-1)).toBe(25);
    expect(step.value.session).toMatchObject({ status: "completed", inputCount: 25 });
    expect(step.value.summary.inputs).toBe(25);
  });

  it("reads no further ahead than one slice", async () => {
    const store = new InMemoryTraceStore();
    const executor = new MappingExecutor({ catalog: memoryCatalog(catalog(100)), store });
    let read = 0;
    function* source(): Generator<string> {
      for (const id of ids(100)) {
        read++;
        yield id;
      }
    }
    const stream = executor.streamMapping(request(source(), { sliceSize: 10 }));
    await stream.next();
    expect(read).toBe(20);
    await stream.return(undefined as never);
    expect(read).toBe(20);
  });

  it("yields a result only when it is in the trace", async () => {
    const store = new InMemoryTraceStore();
    const executor = new MappingExecutor({ catalog: memoryCatalog(catalog(30)), store });

    for await (const { outcome } of executor.streamMapping(request(ids(30), { sliceSize: 4 }))) {
      const { items } = await store.listOutcomes({
        sessionId: outcome.sessionId,
        sourceIds: [outcome.sourceId],
      });
      expect(items).toEqual([outcome]);
    }
  });

  it("ends as cancelled when its consumer stops early, with the finished work kept and the source let go", async () => {
    const store = new InMemoryTraceStore();
    const executor = new MappingExecutor({ catalog: memoryCatalog(catalog(100)), store });
    let isLetGo = false;
    async function* source(): AsyncGenerator<string> {
      try {
        yield* ids(100);
      } finally {
        isLetGo = true;
      }
    }
    for await (const result of executor.streamMapping(request(source(), { sliceSize: 10 })))
      if (result.raw === "a3") break;

    const { items } = await store.listSessions();
    expect(items).toMatchObject([{ status: "cancelled", inputCount: null }]);
    const { outcomes } = await store.countRecords();
    expect(outcomes).toBeGreaterThanOrEqual(10);
    expect(outcomes % 10).toBe(0);
    expect(isLetGo).toBe(true);
  });

  it("begins nothing before the first result is asked for", async () => {
    const store = new InMemoryTraceStore();
    const executor = new MappingExecutor({ catalog: memoryCatalog(catalog(1)), store });
    const stream = executor.streamMapping(request(ids(1)));
    await stream.return(undefined as never);

    expect(await store.countRecords()).toMatchObject({ sessions: 0 });
  });
});

describe("an aborted run", () => {
  it("rejects with the session's id, ends it as cancelled and keeps what was finished", async () => {
    const store = new InMemoryTraceStore();
    const controller = new AbortController();
    let calls = 0;
    const before = (): Promise<void> | undefined => {
      if (++calls < 8) return undefined;
      controller.abort(new Error("enough"));
      // A resource that does not heed its signal must not keep the run.
      return new Promise(() => undefined);
    };
    const options = { store, signal: controller.signal, sliceSize: 25, batchSize: 5, concurrency: 1 };
    const error: unknown = await mapAll(catalog(100, { before }), ids(100), options).catch(
      (it: unknown) => it,
    );

    expect(isWaymarkError(error, "mapping-cancelled") && error.details.sessionId).toBeTruthy();
    const [session] = (await store.listSessions()).items;
    expect(session).toMatchObject({ status: "cancelled", error: null, inputCount: 100, resultCount: 32 });
    expect(error).toMatchObject({ sessionId: session?.id, cause: { message: "enough" } });
    // One slice of 25, and of the next the two batches that were through.
    const { items } = await store.listOutcomes({ sessionId: session?.id ?? "", limit: 1000 });
    expect(items.map((it) => it.sourceId).sort()).toEqual(ids(35).sort());
    const executions = await store.listPathExecutions({ sessionId: session?.id ?? "" });
    expect(executions.items).toHaveLength(8);
    expect(executions.items.filter((it) => it.status === "cancelled")).toMatchObject([
      { batchIndex: 7, inputCount: 5, matchedCount: 0, steps: [] },
    ]);
  });

  it("ends also while its source keeps it waiting", async () => {
    const store = new InMemoryTraceStore();
    const controller = new AbortController();
    async function* source(): AsyncGenerator<string> {
      yield* ids(5);
      controller.abort();
      await new Promise(() => undefined);
    }
    const executor = new MappingExecutor({ catalog: memoryCatalog(catalog(5)), store });

    await expect(executor.executeMapping(request(source(), { signal: controller.signal }))).rejects.toThrow(
      "cancelled",
    );
    expect((await store.listSessions()).items).toMatchObject([{ status: "cancelled" }]);
  });

  it("is cancelled when the signal was aborted before it began", async () => {
    const store = new InMemoryTraceStore();
    const error: unknown = await mapAll(catalog(5), ids(5), { store, signal: AbortSignal.abort() }).catch(
      (it: unknown) => it,
    );

    expect(isWaymarkError(error, "mapping-cancelled")).toBe(true);
    expect((await store.listSessions()).items).toMatchObject([{ status: "cancelled" }]);
    expect(await store.countRecords()).toMatchObject({ outcomes: 0, pathExecutions: 0 });
  });
});

describe("a run that fails", () => {
  /** Refuses writes that carry outcomes from the given one on. */
  class FaultyStore extends InMemoryTraceStore {
    private writes = 0;
    constructor(
      private readonly from: number,
      private readonly isGone = false,
    ) {
      super();
    }

    override async write(batch: TraceBatch): Promise<void> {
      const isSlice = (batch.outcomes?.length ?? 0) > 0;
      if ((isSlice && ++this.writes >= this.from) || (this.isGone && this.writes >= this.from))
        throw new Error("no space left");
      return super.write(batch);
    }
  }

  it("ends the session as failed and throws what the store threw", async () => {
    const store = new FaultyStore(2);

    await expect(mapAll(catalog(30), ids(30), { store, sliceSize: 10 })).rejects.toThrow("no space left");
    expect((await store.listSessions()).items).toMatchObject([
      { status: "failed", error: { code: "mapping-failed", message: "no space left" }, resultCount: 9 },
    ]);
    expect(await store.countRecords()).toMatchObject({ outcomes: 10, pathExecutions: 1 });
  });

  it("throws the first error also when not even the end can be written", async () => {
    const store = new FaultyStore(1, true);

    await expect(mapAll(catalog(30), ids(30), { store, sliceSize: 10 })).rejects.toThrow("no space left");
    expect((await store.listSessions()).items).toMatchObject([{ status: "running" }]);
  });

  it("fails with what the source of identifiers throws, and keeps the slices before", async () => {
    const store = new InMemoryTraceStore();
    function* source(): Generator<string> {
      yield* ids(10);
      throw new Error("file vanished");
    }
    await expect(mapAll(catalog(20), source(), { store, sliceSize: 5 })).rejects.toThrow("file vanished");

    expect((await store.listSessions()).items).toMatchObject([{ status: "failed" }]);
    expect(await store.countRecords()).toMatchObject({ outcomes: 10 });
  });

  it("refuses options out of their bounds before it opens a session", async () => {
    const store = new InMemoryTraceStore();
    const wrong: Partial<MappingRequest>[] = [
      { minConfidence: 1.5 },
      { sliceSize: 0 },
      { concurrency: 0.5 },
      { identifiers: "TP53" },
      { sourceType: "UNKNOWN" },
    ];
    const executor = new MappingExecutor({ catalog: memoryCatalog(catalog(1)), store });
    for (const options of wrong) {
      const error: unknown = await executor
        .executeMapping(request(["a0"], options))
        .catch((it: unknown) => it);
      expect(isWaymarkError(error, "invalid-mapping-request")).toBe(true);
    }
    const missing: unknown = await executor
      .executeMapping(request(["a0"], { targetType: "A" }))
      .catch((it: unknown) => it);
    expect(isWaymarkError(missing, "no-path-found")).toBe(true);
    expect(await store.countRecords()).toMatchObject({ sessions: 0 });
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
