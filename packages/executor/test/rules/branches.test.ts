import { describe, expect, it } from "vitest";

import { mapAll, mapOne, targetIds } from "../support/map-all.js";
import type { MemoryCatalogOptions } from "../support/memory-catalog.js";
import type { MemoryTable } from "../support/memory-resource.js";

describe("branches", () => {
  const diamond: MemoryCatalogOptions = {
    resources: [
      {
        name: "split",
        maps: [
          {
            from: "A",
            to: "B",
            ranks: [{ confidence: 1, table: { a: ["b1", { identifier: "b2", confidence: 0.5 }] } }],
          },
        ],
      },
      {
        name: "join",
        maps: [
          { from: "B", to: "Z", ranks: [{ confidence: 1, table: { b1: ["z1", "z0"], b2: ["z1", "z2"] } }] },
        ],
      },
    ],
    paths: { main: ["split", "join"] },
  };

  it("keeps one-to-many at every hop, best target first, then by id", async () => {
    const result = await mapOne(diamond, "a");

    expect(result.targets.map((it) => [it.id, it.confidence])).toEqual([
      ["z0", 1],
      ["z1", 1],
      ["z2", 0.5],
    ]);
    expect(result.outcome).toMatchObject({ outcome: "mapped_to_many", targetCount: 3, isAmbiguous: false });
  });

  it("makes one target of equal ones, with a provenance record for each branch, and shows the best branch", async () => {
    const { results, store } = await mapAll(diamond, ["a"]);
    const z1 = results[0]?.targets[1];

    expect(z1?.hops.map((it) => it.identifier)).toEqual(["b1", "z1"]);
    const { items } = await store.listProvenance({ mappingId: z1?.mappingId ?? "" });
    expect(items.map((it) => it.hops[0]?.identifier).sort()).toEqual(["b1", "b2"]);
    const [mapping] = await store.getMappings([z1?.mappingId ?? ""]);
    expect(mapping).toMatchObject({
      confidence: 1,
      derivationPath: ["b1"],
      mappingSource: ["split", "join"],
    });
    expect(items.some((it) => it.id === mapping?.observedBy && it.confidence === 1)).toBe(true);
  });

  it("asks only once for a node that several branches reach", async () => {
    const { catalog } = await mapAll(
      {
        ...diamond,
        resources: [
          { name: "split", maps: [{ from: "A", to: "B", ranks: [{ table: { a: ["b1"], c: ["b1"] } }] }] },
          ...diamond.resources.slice(1),
        ],
      },
      ["a", "c"],
    );

    expect(catalog.resources.get("join")?.asked).toEqual(["b1"]);
  });

  it("follows a bounded number of branches, notes the others as cut and does not cache the answer", async () => {
    const result = await mapOne(diamond, "a", { maxBranches: 3 });

    expect(result.targets.map((it) => it.id)).toEqual(["z0", "z1"]);
    expect(result.outcome).toMatchObject({
      answerFingerprint: null,
      losses: [{ step: 1, type: "Z", identifier: "z2", reason: "cut" }],
    });
  });

  it("keeps at most 10,000 targets and 100 losses, counts them all and does not cache the cut answer", async () => {
    const many = (prefix: string, count: number): string[] =>
      Array.from({ length: count }, (_, i) => `${prefix}${String(i)}`);
    const table = Object.fromEntries(many("b", 10_001).map((id) => [id, [`z${id}`]]));
    const result = await mapOne(
      {
        resources: [
          {
            name: "split",
            maps: [
              { from: "A", to: "B", ranks: [{ table: { a: [...many("b", 10_001), ...many("x", 150)] } }] },
            ],
          },
          { name: "next", maps: [{ from: "B", to: "Z", ranks: [{ table }] }] },
        ],
        paths: { main: ["split", "next"] },
      },
      "a",
    );

    expect(result.outcome).toMatchObject({ targetCount: 10_001, lossCount: 150, answerFingerprint: null });
    expect(result.targets).toHaveLength(10_000);
    expect(result.outcome.losses).toHaveLength(100);
  });

  it("asks later routes only for what is still unanswered", async () => {
    const direct = (name: string, table: MemoryTable): MemoryCatalogOptions["resources"][number] => ({
      name,
      maps: [{ from: "A", to: "Z", ranks: [{ table }] }],
    });
    const { byRaw, catalog, hops } = await mapAll(
      {
        resources: [direct("one", { a: ["z1"] }), direct("two", { a: ["z9"], b: ["z2"] })],
        paths: { first: ["one"], second: ["two"] },
      },
      ["a", "b", "c"],
    );

    expect([...byRaw.values()].map(targetIds)).toEqual([["z1"], ["z2"], []]);
    expect(catalog.resources.get("two")?.asked).toEqual(["b", "c"]);
    expect(byRaw.get("c")?.outcome.losses.map((it) => it.pathId)).toEqual(["first", "second"]);
    expect(hops).toEqual([
      { pathId: "first", step: 0, in: 3, out: 1 },
      { pathId: "second", step: 0, in: 2, out: 1 },
    ]);
  });
});
