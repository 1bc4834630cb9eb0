import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { describe, expect, it } from "vitest";

import { memoryCatalog } from "../../test/support/memory-catalog.js";
import { ids, numbered, request } from "../../test/support/sample-catalogs.js";
import { MappingExecutor } from "./mapping-executor.js";

describe("MappingExecutor", () => {
  it("maps identifiers along one path and logs what it did", async () => {
    const catalog = memoryCatalog({
      resources: [
        {
          name: "genes",
          maps: [{ from: "SYMBOL", to: "GENE", relation: "names", ranks: [{ table: { TP53: ["7157"] } }] }],
        },
      ],
      paths: { "symbol-to-gene": ["genes.map0"] },
    });
    const store = new InMemoryTraceStore();
    const executor = new MappingExecutor({ catalog, store });

    const { session, results, summary, hops } = await executor.executeMapping({
      sourceType: "SYMBOL",
      targetType: "GENE",
      identifiers: [" TP53", "XYZ", "TP53"],
    });

    expect(session).toMatchObject({ status: "completed", inputCount: 3, resultCount: 2, error: null });
    expect(
      results.map((it) => [it.raw, it.identifier, it.outcome.outcome, it.targets.map((t) => t.id)]),
    ).toEqual([
      [" TP53", "TP53", "mapped", ["7157"]],
      ["XYZ", "XYZ", "not_found", []],
      ["TP53", "TP53", "mapped", ["7157"]],
    ]);
    expect(summary).toMatchObject({ inputs: 3, mapped: 2, notFound: 1, fromCache: 0 });
    expect(hops).toEqual([{ pathId: "symbol-to-gene", step: 0, in: 2, out: 1 }]);
    expect(await store.countRecords()).toMatchObject({
      sessions: 1,
      pathExecutions: 1,
      mappings: 1,
      provenance: 1,
      outcomes: 2,
    });
  });
});

describe("a streamed run", () => {
  it("takes any iterable, yields in input order, and knows the number of inputs at the end", async () => {
    const store = new InMemoryTraceStore();
    const executor = new MappingExecutor({ catalog: memoryCatalog(numbered(25)), store });
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

  it("reads at most two slices ahead", async () => {
    const store = new InMemoryTraceStore();
    const executor = new MappingExecutor({ catalog: memoryCatalog(numbered(100)), store });
    let read = 0;
    function* source(): Generator<string> {
      for (const id of ids(100)) {
        read++;
        yield id;
      }
    }
    const stream = executor.streamMapping(request(source(), { sliceSize: 10 }));
    await stream.next();
    expect(read).toBe(30);
    await stream.return(undefined as never);
    expect(read).toBe(30);
  });

  it("yields a result only once it is in the trace", async () => {
    const store = new InMemoryTraceStore();
    const executor = new MappingExecutor({ catalog: memoryCatalog(numbered(30)), store });

    for await (const { outcome } of executor.streamMapping(request(ids(30), { sliceSize: 4 }))) {
      const { items } = await store.listOutcomes({
        sessionId: outcome.sessionId,
        sourceIds: [outcome.sourceId],
      });
      expect(items).toEqual([outcome]);
    }
  });

  it("ends as cancelled when its consumer stops early, keeps the finished work and closes the source", async () => {
    const store = new InMemoryTraceStore();
    const executor = new MappingExecutor({ catalog: memoryCatalog(numbered(100)), store });
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

  it("starts nothing before the first result is requested", async () => {
    const store = new InMemoryTraceStore();
    const executor = new MappingExecutor({ catalog: memoryCatalog(numbered(1)), store });
    const stream = executor.streamMapping(request(ids(1)));
    await stream.return(undefined as never);

    expect(await store.countRecords()).toMatchObject({ sessions: 0 });
  });
});
