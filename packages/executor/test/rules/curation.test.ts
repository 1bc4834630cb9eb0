import { describe, expect, it } from "vitest";

import type { CuratedOverride } from "../../src/curated-override.js";
import type { MappingResult } from "../../src/mapping/result/mapping-result.js";
import { TableHistory } from "../../src/resources/table-history.js";
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
  it("takes precedence over resources, also at a step in the middle, and says who decided", async () => {
    const result = await mapOne(curated(override(["B", "b1"], ["Z", "z9"])), "a");
    expect(targetIds(result)).toEqual(["z9", "z2"]);
    expect(result.targets[0]?.hops.at(-1)).toMatchObject({
      resource: "overrides",
      matchedAs: "override by ann: I know",
      confidence: 1,
    });
  });

  it("takes an input straight to its target, past several steps, even an unknown input", async () => {
    const catalog = curated(override(["A", "a"], ["Z", "z9"]), override(["A", "x"], ["Z", "z8"]));
    const { byRaw } = await mapAll(catalog, ["a", "x", "c"]);
    expect([...byRaw.values()].map(targetIds)).toEqual([["z9"], ["z8"], ["z1"]]);
    expect(byRaw.get("a")?.targets[0]).toMatchObject({ hopCount: 1, confidence: 1 });
  });

  it.each([
    ["its own step", ["B", "b2"], ["Z", "z2"]],
    ["its own step, in the opposite direction", ["Z", "z2"], ["B", "b2"]],
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

  it("affects cached answers exactly if it concerns the types of the path", async () => {
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

describe("a curated override of an identifier with a history", () => {
  const withHistory = (...overrides: CuratedOverride[]) => ({
    ...memoryCatalog({
      resources: [
        {
          name: "xref",
          maps: [{ from: "S", to: "A", ranks: [{ table: { s: ["gone"], t: ["old"], u: ["merged"] } }] }],
        },
        { name: "direct", maps: [{ from: "A", to: "Z", ranks: [{ table: { new: ["z1"], late: ["z5"] } }] }] },
        { name: "to-b", maps: [{ from: "A", to: "B", ranks: [{ table: { new: ["b1"] } }] }] },
        { name: "from-b", maps: [{ from: "B", to: "Z", ranks: [{ table: { b1: ["z1"] } }] }] },
      ],
      paths: { short: ["direct"], long: ["to-b", "from-b"], across: ["xref", "direct"] },
    }),
    histories: new Map([
      [
        "A",
        new TableHistory({
          type: "A",
          resource: "withdrawn",
          release: "1",
          contentHash: null,
          successors: new Map([
            ["gone", []],
            ["old", ["new"]],
            ["merged", ["old"]],
            ["lost", ["gone"]],
          ]),
          primary: null,
        }),
      ],
    ]),
    overrides,
  });
  const said = (result: MappingResult | undefined) =>
    result?.targets[0]?.hops.map((it) => [it.resource, it.identifier]);
  const decided = withHistory(
    override(["A", "gone"], ["Z", "z9"]),
    override(["A", "old"], ["Z", "z8"]),
    override(["A", "merged"], ["A", "new"], true),
  );

  it("takes precedence over the history, whose status the answer still has", async () => {
    const { byRaw } = await mapAll(decided, ["gone", "old"]);
    expect(byRaw.get("gone")?.outcome).toMatchObject({ outcome: "mapped", sourceStatus: "withdrawn" });
    expect([...byRaw.values()].map(said)).toEqual([[["overrides", "z9"]], [["overrides", "z8"]]]);
    expect(byRaw.get("old")?.outcome).toMatchObject({ sourceStatus: "replaced", lossCount: 0 });
  });

  it("also takes precedence over the history of an identifier in between", async () => {
    const { byRaw } = await mapAll(decided, ["s", "t"], { sourceType: "S" });
    expect([...byRaw.values()].map(said)).toEqual([
      [
        ["xref", "gone"],
        ["overrides", "z9"],
      ],
      [
        ["xref", "old"],
        ["overrides", "z8"],
      ],
    ]);
  });

  it("ends a succession, even one that would lead to nothing", async () => {
    const { byRaw } = await mapAll(decided, ["lost"]);
    expect(said(byRaw.get("lost"))).toEqual([
      ["withdrawn", "gone"],
      ["overrides", "z9"],
    ]);
  });

  it("can deny a successor", async () => {
    const catalog = withHistory(override(["A", "old"], ["A", "new"], true));
    const store = new InMemoryTraceStore();
    const live = await mapAll(catalog, ["old", "merged"], { store });
    expect(
      live.results.map(({ outcome }) => [outcome.outcome, outcome.losses.map((it) => it.reason)]),
    ).toEqual([
      ["not_found", ["vetoed", "vetoed"]],
      ["not_found", ["vetoed", "vetoed"]],
    ]);
    expect(live.results[0]?.outcome.losses[0]).toMatchObject({
      step: 0,
      type: "A",
      identifier: "new",
      resource: "overrides",
      detail: "ann: I know",
    });
    const cached = await mapAll(catalog, ["old", "merged"], { store });
    expect(cached.summary.fromCache).toBe(2);
    expect(cached.hops).toEqual(live.hops);
    const between = await mapOne(catalog, "t", { sourceType: "S" });
    expect(between.outcome.losses).toMatchObject([{ step: 1, reason: "vetoed", identifier: "new" }]);
  });

  it.each([
    ["a successor", "gone", "new", "replaced", ["z1"]],
    ["a successor other than the history's", "old", "late", "replaced", ["z5"]],
    ["a successor that has one itself", "gone", "merged", "replaced", ["z1"]],
    ["a successor that was withdrawn", "old", "gone", "withdrawn", []],
  ])("of the same type gives it %s", async (_name, from, to, sourceStatus, targets) => {
    const result = await mapOne(withHistory(override(["A", from], ["A", to])), from);
    expect(targetIds(result)).toEqual(targets);
    expect(result.outcome).toMatchObject({ sourceStatus });
    if (targets.length > 0)
      expect(result.targets[0]?.hops[0]).toMatchObject({
        type: "A",
        identifier: to,
        resource: "overrides",
        matchedAs: "override by ann: I know",
      });
  });

  it("of the same type keeps an identifier current when it leads to itself", async () => {
    const catalog = withHistory(override(["A", "old"], ["A", "old"]), override(["A", "old"], ["B", "b1"]));
    const result = await mapOne(
      { ...catalog, paths: catalog.paths.filter((it) => it.id === "short") },
      "old",
    );
    expect(result.outcome).toMatchObject({ outcome: "not_found", sourceStatus: "current" });
    expect(result.outcome.losses).toMatchObject([{ reason: "not_found", identifier: "old" }]);
  });

  it("of the same type ends where it would lead back to a previous identifier", async () => {
    const round = withHistory(override(["A", "new"], ["A", "merged"]));
    const result = await mapOne(round, "new");
    expect(result.outcome.losses[0]).toMatchObject({ reason: "not_found", identifier: "merged" });
  });

  it("of the same type also works for types without a history", async () => {
    const result = await mapOne(curated(override(["A", "x"], ["A", "c"])), "x");
    expect(result.targets[0]?.hops.map((it) => it.identifier)).toEqual(["c", "b1", "z1"]);
  });

  it("is also used on a later path, even if the first one finds the identifier withdrawn", async () => {
    const result = await mapOne(withHistory(override(["A", "gone"], ["B", "b1"])), "gone");
    expect(said(result)).toEqual([
      ["overrides", "b1"],
      ["from-b", "z1"],
    ]);
    expect(result.outcome).toMatchObject({ outcome: "mapped", sourceStatus: "withdrawn" });
  });

  it("takes a successor straight to its target, past several steps, also from the cache", async () => {
    const catalog = withHistory(override(["A", "new"], ["Z", "z9"]));
    const long = { ...catalog, paths: catalog.paths.filter((it) => it.id === "long") };
    const store = new InMemoryTraceStore();
    const live = await mapAll(long, ["merged"], { store });
    expect(said(live.byRaw.get("merged"))).toEqual([
      ["withdrawn", "old"],
      ["withdrawn", "new"],
      ["overrides", "z9"],
    ]);
    const cached = await mapAll(long, ["merged"], { store });
    expect(cached.summary.fromCache).toBe(1);
    expect(cached.hops).toEqual(live.hops);
    expect(cached.results[0]?.targets).toEqual(live.results[0]?.targets);
  });

  it("takes a successor past all steps even if its target is filtered, also from the cache", async () => {
    const catalog = withHistory(override(["A", "new"], ["Z", "z9"]));
    const long = { ...catalog, paths: catalog.paths.filter((it) => it.id === "long") };
    const store = new InMemoryTraceStore();
    const live = await mapAll(long, ["merged"], { store, minConfidence: 1 });
    expect(live.results[0]?.outcome).toMatchObject({
      outcome: "filtered",
      losses: [{ reason: "filtered", identifier: "z9", resource: "overrides", step: 0 }],
    });
    const cached = await mapAll(long, ["merged"], { store, minConfidence: 1 });
    expect(cached.summary.fromCache).toBe(1);
    expect(live.hops).toEqual([]);
    expect(cached.hops).toEqual([]);
  });

  it("does not take a successor to a target vetoed for its predecessor", async () => {
    const catalog = withHistory(
      override(["A", "new"], ["Z", "z9"]),
      override(["A", "old"], ["Z", "z9"], true),
    );
    const long = { ...catalog, paths: catalog.paths.filter((it) => it.id === "long") };
    const { byRaw } = await mapAll(long, ["old", "new"]);
    expect([...byRaw.values()].map(targetIds)).toEqual([[], ["z9"]]);
    expect(byRaw.get("old")?.outcome.losses).toMatchObject([
      { reason: "vetoed", type: "Z", identifier: "z9", step: 0 },
    ]);
  });

  it("affects the cached answer when it gives an identifier a successor", async () => {
    const store = new InMemoryTraceStore();
    expect((await mapAll(withHistory(), ["gone"], { store })).summary.fromCache).toBe(0);
    const revived = withHistory(override(["A", "gone"], ["A", "new"]));
    const { summary, results } = await mapAll(revived, ["gone"], { store });
    expect([summary.fromCache, results.map(targetIds)]).toEqual([0, [["z1"]]]);
  });
});

it("an override is not taken for a label that was given later, whatever its reason says", async () => {
  const decided = { ...override(["A", "a"], ["B", "b1"]), reason: "renamed, given only on 2024-01-01" };
  const { results } = await mapAll(curated(decided), ["a"], { asOf: new Date("2019-01-01") });
  expect(results.map((it) => it.isGivenLater)).toEqual([false]);
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

  it.each([
    ["in the direction of the veto", override(["A", "a"], ["B", "b1"]), [["z1"]]],
    ["in the opposite direction", override(["B", "b1"], ["A", "a"]), [["z1", "z2"]]],
  ])("gives way to an override that maps its pair, %s", async (_, decided, expected) => {
    const catalog = curated(decided);
    const first = catalog.resources.get("first");
    const veto = { sourceType: "A", sourceId: "a", targetType: "B", targetId: "b1", reason: null };
    if (first) Object.assign(first, { vetoes: [veto] });
    const { results } = await mapAll(catalog, ["a"]);
    expect(results.map(targetIds)).toEqual(expected);
  });
});

it("the coverage of hops is the same when an answer is served from the cache", async () => {
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
