import { describe, expect, it } from "vitest";

import type { CuratedOverride } from "../../src/curated-override.js";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { mapAll, mapOne, targetIds } from "../support/map-all.js";
import { memoryCatalog, type MemoryCatalogOptions } from "../support/memory-catalog.js";

const options: MemoryCatalogOptions = {
  resources: [
    { name: "first", maps: [{ from: "A", to: "B", ranks: [{ table: { a: ["b1", "b2"], c: ["b1"] } }] }] },
    { name: "second", maps: [{ from: "B", to: "Z", ranks: [{ table: { b1: ["z1"], b2: ["z2"] } }] }] },
  ],
  paths: { main: ["first", "second"] },
};

const said = { author: "ann", reason: "I know" };

const override = (
  from: readonly [string, string],
  to: readonly [string, string],
  isNever = false,
): CuratedOverride => ({
  sourceType: from[0],
  sourceId: from[1],
  targetType: to[0],
  targetId: to[1],
  isNever,
  ...said,
});

const curated = (...overrides: CuratedOverride[]) => ({ ...memoryCatalog(options), overrides });

describe("a curated override", () => {
  it("comes before what a resource says, at a step in the middle too, and says who decided so", async () => {
    const result = await mapOne(curated(override(["B", "b1"], ["Z", "z9"])), "a");
    expect(targetIds(result)).toEqual(["z9", "z2"]);
    expect(result.targets[0]?.hops.at(-1)).toMatchObject({
      resource: "overrides",
      matchedAs: "override by ann: I know",
      confidence: 1,
    });
  });

  it("takes an input straight to its target, over paths of several steps, and of unknown inputs too", async () => {
    const catalog = curated(override(["A", "a"], ["Z", "z9"]), override(["A", "x"], ["Z", "z8"]));
    const { byRaw } = await mapAll(catalog, ["a", "x", "c"]);
    expect([...byRaw.values()].map(targetIds)).toEqual([["z9"], ["z8"], ["z1"]]);
    expect(byRaw.get("a")?.targets[0]).toMatchObject({ hopCount: 1, confidence: 1 });
  });

  it.each([
    ["its own step", ["B", "b2"], ["Z", "z2"]],
    ["its own step, said the other way round", ["Z", "z2"], ["B", "b2"]],
    ["the whole chain", ["A", "a"], ["Z", "z2"]],
  ] as const)("that never maps ends the branch at %s", async (_name, from, to) => {
    const result = await mapOne(curated(override(from, to, true)), "a");
    expect(targetIds(result)).toEqual(["z1"]);
    expect(result.outcome.losses).toEqual([
      expect.objectContaining({
        reason: "vetoed",
        resource: "overrides",
        identifier: "z2",
        detail: "ann: I know",
      }),
    ]);
  });

  it("is noticed by the cache when it concerns the types of the path, and only then", async () => {
    const store = new InMemoryTraceStore();
    await mapAll(memoryCatalog(options), ["a"], { store });
    const elsewhere = await mapAll(curated(override(["C", "c"], ["D", "d"])), ["a"], { store });
    expect(elsewhere.summary.fromCache).toBe(1);
    const here = await mapAll(curated(override(["B", "b1"], ["Z", "z9"])), ["a"], { store });
    expect(here.summary.fromCache).toBe(0);
    const again = await mapAll(curated(override(["B", "b1"], ["Z", "z9"])), ["a"], { store });
    expect(again.summary.fromCache).toBe(1);
    expect(again.results[0]?.targets).toEqual(here.results[0]?.targets);
  });
});

describe("a veto of a resource", () => {
  it("holds wherever its pair would be joined", async () => {
    const catalog = memoryCatalog(options);
    const first = catalog.resources.get("first");
    if (first) {
      Object.assign(first, {
        vetoes: [{ sourceType: "Z", sourceId: "z1", targetType: "A", targetId: "c", reason: null }],
      });
    }
    const { byRaw } = await mapAll(catalog, ["a", "c"]);
    expect([...byRaw.values()].map(targetIds)).toEqual([["z1", "z2"], []]);
    expect(byRaw.get("c")?.outcome).toMatchObject({ outcome: "not_found", lossCount: 1 });
  });
});

it("counts how far identifiers came alike when the answer is served from the cache", async () => {
  const store = new InMemoryTraceStore();
  const catalog = curated(
    override(["A", "c"], ["Z", "z9"]),
    override(["B", "b1"], ["Z", "z1"], true),
    override(["B", "b2"], ["Z", "z2"], true),
  );
  const live = await mapAll(catalog, ["a", "c"], { store });
  const cached = await mapAll(catalog, ["a", "c"], { store });
  expect(cached.summary.fromCache).toBe(2);
  expect(live.hops).toEqual([
    { pathId: "main", step: 0, in: 1, out: 1 },
    { pathId: "main", step: 1, in: 1, out: 1 },
  ]);
  expect(cached.hops).toEqual(live.hops);
});
