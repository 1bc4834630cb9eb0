import { memoryCatalog } from "../../../test/support/memory-catalog.js";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { describe, expect, it } from "vitest";

import { mapAll, targetIds, type Mapped } from "../../../test/support/map-all.js";
import type { MemoryCatalogOptions, MemoryHistory } from "../../../test/support/memory-catalog.js";
import type { MemoryTable } from "../../../test/support/memory-resource.js";

interface Release {
  readonly first?: { release?: string | null; contentHash?: string | null; table?: MemoryTable };
  readonly second?: { release?: string | null; contentHash?: string | null; table?: MemoryTable };
  readonly fallback?: { release?: string | null };
  readonly history?: Partial<MemoryHistory>;
}

/**
 * `a` reaches the target, `b` ends after the first step, `c` is unknown, `d` reaches it by the second path, and `old`
 * was replaced by `a`.
 */
function catalog({ first, second, fallback, history }: Release = {}): MemoryCatalogOptions {
  return {
    resources: [
      {
        name: "first",
        maps: [{ from: "A", to: "B", ranks: [{ table: first?.table ?? { a: ["b1"], b: ["b2"] } }] }],
        ...first,
      },
      {
        name: "second",
        maps: [{ from: "B", to: "Z", ranks: [{ table: second?.table ?? { b1: ["z1", "z2"] } }] }],
        ...second,
      },
      { name: "fallback", maps: [{ from: "A", to: "Z", ranks: [{ table: { d: ["z4"] } }] }], ...fallback },
    ].map((it) => ("table" in it ? withoutTable(it) : it)),
    histories: [
      {
        type: "A",
        answers: {
          old: { status: "replaced", successors: [{ identifier: "a", via: [] }] },
          gone: { status: "withdrawn" },
        },
        ...history,
      },
    ],
    paths: { main: ["first", "second"], other: ["fallback"] },
  };
}

function withoutTable<T extends { table?: unknown }>({ table: _table, ...rest }: T): Omit<T, "table"> {
  return rest;
}

const inputs = ["a", "b", "c", "d", "old", "gone"];

function live({ results }: Mapped): string[] {
  return results.filter((it) => it.servedFrom === "live").map((it) => it.raw);
}

describe("the cache", () => {
  it("serves a second run everything unchanged, and writes only outcomes", async () => {
    const store = new InMemoryTraceStore();
    const one = await mapAll(catalog(), inputs, { store });
    const before = await store.countRecords();
    const two = await mapAll(catalog(), inputs, { store });

    expect(two.summary).toEqual({
      ...one.summary,
      fromCache: inputs.length,
      durationMs: two.summary.durationMs,
    });
    expect(two.hops).toEqual(one.hops);
    expect(two.results.map((it) => it.targets)).toEqual(one.results.map((it) => it.targets));
    for (const [i, { outcome, answeredBy }] of two.results.entries()) {
      expect(answeredBy).toBe(one.session.id);
      const { sessionId, servedFrom, recordedAt, ...same } = outcome;
      expect({ sessionId, servedFrom }).toEqual({ sessionId: two.session.id, servedFrom: "cache" });
      expect(one.results[i]?.outcome).toMatchObject(same);
    }
    expect([...two.catalog.resources.values()].flatMap((it) => it.requests)).toEqual([]);
    const after = await store.countRecords();
    expect(after).toMatchObject({
      pathExecutions: before.pathExecutions,
      mappings: before.mappings,
      provenance: before.provenance,
    });
    expect(after.outcomes).toBe(before.outcomes + inputs.length);
    expect(two.session.status).toBe("completed");
  });

  it("maps again exactly the answers that consulted the resource whose release changed", async () => {
    const store = new InMemoryTraceStore();
    await mapAll(catalog(), inputs, { store });

    expect(live(await mapAll(catalog({ second: { release: "2" } }), inputs, { store }))).toEqual([
      "a",
      "b",
      "old",
    ]);
    expect(live(await mapAll(catalog({ fallback: { release: "2" } }), inputs, { store }))).toEqual([
      "b",
      "c",
      "d",
    ]);
    expect(live(await mapAll(catalog({ history: { release: "2" } }), inputs, { store }))).toEqual(inputs);
    expect(live(await mapAll(catalog({ first: { release: "2" } }), inputs, { store }))).toEqual([
      "a",
      "b",
      "c",
      "d",
      "old",
    ]);
  });

  it("notices a file that changed without a new release, and no longer serves what it retracted", async () => {
    const store = new InMemoryTraceStore();
    await mapAll(catalog({ second: { contentHash: "0".repeat(64) } }), inputs, { store });
    const changed = catalog({ second: { contentHash: "1".repeat(64), table: { b1: ["z1"], b2: ["z5"] } } });
    const { byRaw, summary } = await mapAll(changed, inputs, { store });

    expect(summary.fromCache).toBe(3);
    expect([...byRaw.values()].map(targetIds)).toEqual([["z1"], ["z5"], [], ["z4"], ["z1"], []]);
  });

  it("serves the answer again when a resource goes back to an earlier release", async () => {
    const store = new InMemoryTraceStore();
    await mapAll(catalog(), inputs, { store });
    await mapAll(catalog({ first: { release: "2" } }), inputs, { store });

    expect(live(await mapAll(catalog(), inputs, { store }))).toEqual([]);
  });

  it("never serves answers that consulted a resource with neither release nor hash", async () => {
    const store = new InMemoryTraceStore();
    const unmarked = catalog({ second: { release: null } });
    const { byRaw } = await mapAll(unmarked, inputs, { store });

    expect(byRaw.get("a")?.outcome.answerFingerprint).toBeNull();
    expect(byRaw.get("c")?.outcome.answerFingerprint).not.toBeNull();
    expect(live(await mapAll(unmarked, inputs, { store }))).toEqual(["a", "b", "old"]);
  });

  it("serves answers of a service without a release for as long as its maximum age", async () => {
    const store = new InMemoryTraceStore();
    const service = memoryCatalog(catalog({ second: { release: null } }));
    Object.assign(service.resources.get("second") ?? {}, { maxAgeMs: 60_000 });
    let now = Date.UTC(2026, 0, 1);
    const clock = () => new Date(now);
    const run = () => mapAll(service, inputs, { store, clock });
    expect(live(await run())).toEqual(inputs);
    now += 60_000;
    expect(live(await run())).toEqual([]);
    now += 1;
    expect(live(await run())).toEqual(["a", "b", "old"]);
  });

  it("never serves an answer to another plan: other options, definitions, paths or rules", async () => {
    const store = new InMemoryTraceStore();
    await mapAll(catalog(), inputs, { store });
    const others: readonly [MemoryCatalogOptions, Parameters<typeof mapAll>[2]][] = [
      [catalog(), { minConfidence: 0.1 }],
      [{ ...catalog(), patterns: { A: /./ } }, {}],
      [{ ...catalog(), paths: { main: ["first", "second"] } }, {}],
      [catalog({ history: { confidence: 0.5 } }), {}],
      [catalog(), { combineConfidence: () => 0.5, confidenceRule: "half" }],
      [catalog(), { combineConfidence: () => 0.5 }],
    ];

    for (const [options, rest] of others)
      expect(live(await mapAll(options, inputs, { store, ...rest }))).toEqual(inputs);
    // A custom rule with a name is cached under that name; one without a name is not.
    const named = await mapAll(catalog(), inputs, {
      store,
      combineConfidence: () => 0.5,
      confidenceRule: "half",
    });
    expect(live(named)).toEqual([]);
    expect(named.byRaw.get("a")?.targets[0]?.confidence).toBe(0.5);
    expect(live(await mapAll(catalog(), inputs, { store, combineConfidence: () => 0.5 }))).toEqual(inputs);
  });

  it("is not used by a fresh run, whose answers are served later", async () => {
    const store = new InMemoryTraceStore();
    await mapAll(catalog(), inputs, { store });
    const fresh = await mapAll(catalog(), inputs, { store, useCache: false });

    expect(live(fresh)).toEqual(inputs);
    expect((await mapAll(catalog(), inputs, { store })).results[0]?.answeredBy).toBe(fresh.session.id);
  });

  it("serves answers up to the given age, and those without a target for seven days", async () => {
    const day = 24 * 60 * 60 * 1000;
    let now = Date.UTC(2025, 0, 1);
    const clock = (): Date => new Date(now);
    const store = new InMemoryTraceStore({ clock });
    await mapAll(catalog(), inputs, { store, clock });

    now += 7 * day;
    expect(live(await mapAll(catalog(), inputs, { store, clock }))).toEqual([]);
    expect(live(await mapAll(catalog(), inputs, { store, clock, negativeCacheAge: day }))).toEqual([
      "b",
      "c",
      "gone",
    ]);
    now += day;
    expect(live(await mapAll(catalog(), ["a", "d"], { store, clock, maxCacheAge: 8 * day }))).toEqual([]);
    expect(live(await mapAll(catalog(), ["a", "d"], { store, clock, maxCacheAge: 7 * day }))).toEqual([
      "a",
      "d",
    ]);
  });

  it("does not make an answer look younger by serving it", async () => {
    const day = 24 * 60 * 60 * 1000;
    let now = Date.UTC(2025, 0, 1);
    const clock = (): Date => new Date(now);
    const store = new InMemoryTraceStore({ clock });
    for (let i = 0; i < 3; i++, now += day) await mapAll(catalog(), ["a"], { store, clock });

    expect(live(await mapAll(catalog(), ["a"], { store, clock, maxCacheAge: 2.5 * day }))).toEqual(["a"]);
  });

  it("never serves one catalog's answers to another in the same store", async () => {
    const store = new InMemoryTraceStore();
    const ours = catalog({ second: { contentHash: "0".repeat(64) } });
    const theirs = catalog({ second: { contentHash: "1".repeat(64), table: { b1: ["theirs"] } } });
    await mapAll(ours, ["a"], { store });

    for (let i = 0; i < 2; i++) {
      expect((await mapAll(theirs, ["a"], { store })).results.map(targetIds)).toEqual([["theirs"]]);
      expect((await mapAll(ours, ["a"], { store })).results.map(targetIds)).toEqual([["z1", "z2"]]);
    }
    expect(live(await mapAll(theirs, ["a"], { store }))).toEqual([]);
  });
});
