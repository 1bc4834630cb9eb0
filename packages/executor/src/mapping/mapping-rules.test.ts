import { describe, expect, it } from "vitest";

import { mapAll, mapOne, targetIds } from "../../test/support/map-all.js";
import type { MemoryCatalogOptions } from "../../test/support/memory-catalog.js";
import type { MemoryTable } from "../../test/support/memory-resource.js";

const broken = new Error("disk on fire");

/** Labels with three interpretations, and a step from their entity to the target. */
function labels(tables: readonly MemoryTable[], next: MemoryTable): MemoryCatalogOptions {
  const names = ["approved", "previous", "alias"];
  const ranks = tables.map((table, i) => ({ as: names[i] ?? "other", confidence: 1 - i * 0.1, table }));
  return {
    resources: [
      { name: "labels", maps: [{ from: "A", to: "B", relation: "names", ranks }] },
      { name: "next", maps: [{ from: "B", to: "Z", ranks: [{ confidence: 0.9, table: next }] }] },
    ],
    paths: { main: ["labels", "next"] },
  };
}

describe("ranked interpretations", () => {
  it("lets the first rank that knows an identifier decide which entity it means", async () => {
    const result = await mapOne(labels([{ a: ["b1"] }, { a: ["b2"] }], { b1: ["z1"], b2: ["z2"] }), "a");

    expect(targetIds(result)).toEqual(["z1"]);
    expect(result.outcome).toMatchObject({ outcome: "mapped", matchedAs: "approved", isAmbiguous: false });
  });

  it("keeps that decision when the entity's chain ends later: not found with its loss, never a lower rank's answer", async () => {
    const result = await mapOne(labels([{ a: ["b1"] }, { a: ["b2"] }], { b2: ["z2"] }), "a");

    expect(result.outcome).toMatchObject({
      outcome: "not_found",
      targetCount: 0,
      matchedAs: "approved",
      losses: [
        { pathId: "main", step: 1, resource: "next", type: "B", identifier: "b1", reason: "not_found" },
      ],
      lossCount: 1,
    });
  });

  it("keeps that decision in every route", async () => {
    const options = labels([{ a: ["b1"] }, { a: ["b2"] }], { b2: ["z2"] });
    const other = {
      name: "other",
      maps: [{ from: "B", to: "Z", ranks: [{ table: { b1: ["z1"], b2: ["z3"] } }] }],
    };
    const { results, catalog } = await mapAll(
      {
        resources: [...options.resources, other],
        paths: { main: ["labels", "next"], second: ["labels", "other"] },
      },
      ["a"],
    );

    expect(results[0]?.targets).toMatchObject([{ id: "z1", pathId: "second" }]);
    expect(results[0]?.outcome.losses).toMatchObject([{ pathId: "main", step: 1 }]);
    expect(catalog.resources.get("labels")?.asked).toEqual(["a"]);
  });

  it("is ambiguous when a name names several entities, also when only one of them reaches the target", async () => {
    const result = await mapOne(labels([{}, { a: ["b1", "b2"] }], { b2: ["z2"] }), "a");

    expect(targetIds(result)).toEqual(["z2"]);
    expect(result.outcome).toMatchObject({
      outcome: "mapped",
      isAmbiguous: true,
      matchedAs: "previous",
      lossCount: 1,
    });
  });

  it("asks a lower rank only for what the ranks before did not know", async () => {
    const { catalog } = await mapAll(labels([{ a: ["b1"] }, { b: ["b2"] }, {}], {}), ["a", "b", "c"]);

    expect(catalog.resources.get("labels")?.requests.map((it) => it.identifiers)).toEqual([
      ["a", "b", "c"],
      ["b", "c"],
      ["c"],
    ]);
  });

  it("multiplies the confidences of the steps, a hit's own before its rank's", async () => {
    const result = await mapOne(
      labels([{}, { a: [{ identifier: "b1", confidence: 0.5 }] }], { b1: ["z1"] }),
      "a",
    );

    expect(result.targets[0]?.confidence).toBeCloseTo(0.45);
    expect(result.targets[0]?.hops.map((it) => it.confidence)).toEqual([0.5, 0.9]);
  });
});

describe("failure is not absence", () => {
  it("answers provisionally when a rank that comes first has failed", async () => {
    const result = await mapOne(labels([{ a: broken }, { a: ["b2"] }], { b2: ["z2"] }), "a");

    expect(targetIds(result)).toEqual(["z2"]);
    expect(result.outcome).toMatchObject({
      outcome: "mapped",
      isProvisional: true,
      answerFingerprint: null,
      losses: [{ step: 0, resource: "labels", identifier: "a", reason: "failed", detail: "disk on fire" }],
    });
  });

  it("is unresolved when a rank has failed and no later one knows the identifier", async () => {
    const { session, byRaw } = await mapAll(labels([{ a: broken }, {}], {}), ["a", "b"]);

    expect(byRaw.get("a")?.outcome).toMatchObject({ outcome: "unresolved", answerFingerprint: null });
    expect(byRaw.get("b")?.outcome).toMatchObject({ outcome: "not_found" });
    expect(session).toMatchObject({ status: "partial", error: { code: "resource-failed" } });
    expect(session.error?.message).toContain("disk on fire");
  });

  it("is unresolved when the provisional entity's chain ends later", async () => {
    const result = await mapOne(labels([{ a: broken }, { a: ["b2"] }], {}), "a");

    expect(result.outcome).toMatchObject({
      outcome: "unresolved",
      isProvisional: false,
      answerFingerprint: null,
    });
  });

  it("answers provisionally by a later route when one that comes first has failed", async () => {
    const result = await mapOne(
      {
        resources: [
          {
            name: "down",
            maps: [{ from: "A", to: "Z", ranks: [{ table: { a: ["z0"] } }] }],
            before: () => Promise.reject(broken),
          },
          { name: "up", maps: [{ from: "A", to: "Z", ranks: [{ table: { a: ["z1"] } }] }] },
        ],
        paths: { first: ["down"], second: ["up"] },
      },
      "a",
    );

    expect(result.targets).toMatchObject([{ id: "z1", pathId: "second" }]);
    expect(result.outcome).toMatchObject({ isProvisional: true, answerFingerprint: null });
  });

  it("never caches an answer one of whose branches has failed, though it is not provisional", async () => {
    const result = await mapOne(labels([{ a: ["b1", "b2"] }], { b1: ["z1"], b2: broken }), "a");

    expect(result.outcome).toMatchObject({
      outcome: "mapped",
      isProvisional: false,
      answerFingerprint: null,
      losses: [{ identifier: "b2", reason: "failed" }],
    });
  });

  it("takes a resource that does not answer in time for failed, and says so", async () => {
    const { byRaw, store, session } = await mapAll(
      {
        resources: [
          {
            name: "slow",
            maps: [{ from: "A", to: "Z", ranks: [{ table: {} }] }],
            before: () => new Promise(() => undefined),
          },
        ],
        paths: { main: ["slow"] },
      },
      ["a"],
      { stepTimeoutMs: 5 },
    );

    expect(byRaw.get("a")?.outcome).toMatchObject({
      outcome: "unresolved",
      losses: [{ reason: "timed_out" }],
    });
    const { items } = await store.listPathExecutions({ sessionId: session.id });
    expect(items).toMatchObject([
      { status: "timed_out", error: { code: "step-timed-out" }, steps: [{ attempts: 1 }] },
    ]);
  });

  it("takes a hit that no trace can hold for a failure", async () => {
    const table = { a: ["z\0"], b: [{ identifier: "z", confidence: 2 }], c: ["z"] };
    const { byRaw } = await mapAll(
      {
        resources: [{ name: "own", maps: [{ from: "A", to: "Z", ranks: [{ table }] }] }],
        paths: { main: ["own"] },
      },
      ["a", "b", "c"],
    );

    expect([...byRaw.values()].map((it) => it.outcome.outcome)).toEqual([
      "unresolved",
      "unresolved",
      "mapped",
    ]);
  });
});

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

  it("makes one target of equal ones, with a provenance for each branch and the best branch shown", async () => {
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

  it("asks once for a node that several branches come to", async () => {
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

  it("asks other routes for what is still unanswered, and for nothing else", async () => {
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

describe("the confidence asked for", () => {
  const weak = (b1: number, second: number): MemoryCatalogOptions => ({
    resources: [
      {
        name: "one",
        maps: [{ from: "A", to: "Z", ranks: [{ table: { a: [{ identifier: "z", confidence: b1 }] } }] }],
      },
      {
        name: "two",
        maps: [{ from: "A", to: "Z", ranks: [{ table: { a: [{ identifier: "z", confidence: second }] } }] }],
      },
    ],
    paths: { first: ["one"], second: ["two"] },
  });

  it("leaves an input filtered when all that was found lies below", async () => {
    const { results, store } = await mapAll(weak(0.4, 0.5), ["a"], { minConfidence: 0.8 });

    expect(results[0]?.outcome).toMatchObject({
      outcome: "filtered",
      targetCount: 0,
      losses: [
        {
          pathId: "second",
          type: "Z",
          identifier: "z",
          reason: "filtered",
          detail: "Confidence 0.5000 is below 0.8",
        },
      ],
    });
    expect(results[0]?.targets).toEqual([]);
    // What was observed is in the trace all the same.
    expect(await store.countRecords()).toMatchObject({ mappings: 1, provenance: 2 });
  });

  it("goes on to the next route, and gives one target the provenance of both", async () => {
    const { results, store } = await mapAll(weak(0.4, 0.9), ["a"], { minConfidence: 0.8 });

    expect(results[0]?.targets).toMatchObject([{ id: "z", confidence: 0.9, pathId: "second" }]);
    expect(
      (await store.listProvenance({ mappingId: results[0]?.targets[0]?.mappingId ?? "" })).items,
    ).toHaveLength(2);
  });

  it("goes by a rule of confidences that was put in its place, which must give a confidence", async () => {
    const lowest = (confidences: readonly number[]): number => Math.min(...confidences);
    const chain = labels([{ a: ["b1"] }], { b1: ["z1"] });

    expect((await mapOne(chain, "a", { combineConfidence: lowest })).targets[0]?.confidence).toBe(0.9);
    await expect(mapOne(chain, "a", { combineConfidence: () => 2 })).rejects.toThrow("combineConfidence");
  });
});

describe("history", () => {
  const current = {
    name: "current",
    maps: [{ from: "A", to: "Z", ranks: [{ confidence: 1, table: { new: ["z1"], other: ["z2"] } }] }],
  };
  const history: NonNullable<MemoryCatalogOptions["histories"]>[number] = {
    type: "A",
    resource: "withdrawn",
    answers: {
      new: { status: "current" },
      old: { status: "replaced", successors: [{ identifier: "new", via: ["middle"] }] },
      both: {
        status: "split",
        successors: [
          { identifier: "new", via: [] },
          { identifier: "other", via: [] },
        ],
      },
      gone: { status: "withdrawn" },
    },
  };
  const catalog: MemoryCatalogOptions = {
    resources: [current],
    histories: [history],
    paths: { main: ["current"] },
  };

  it("goes on with the successor, hop by hop, and says that the input was replaced", async () => {
    const result = await mapOne(catalog, "old");

    expect(result.outcome).toMatchObject({ outcome: "mapped", sourceStatus: "replaced" });
    expect(result.targets[0]).toMatchObject({ id: "z1", hopCount: 3 });
    expect(result.targets[0]?.confidence).toBeCloseTo(0.81);
    expect(result.targets[0]?.hops).toMatchObject([
      {
        type: "A",
        identifier: "middle",
        resource: "withdrawn",
        relation: "same",
        matchedAs: "replaced",
        map: null,
      },
      { type: "A", identifier: "new", resource: "withdrawn", matchedAs: "replaced" },
      { type: "Z", identifier: "z1", resource: "current" },
    ]);
  });

  it("goes on with all successors after a split", async () => {
    const result = await mapOne(catalog, "both");

    expect(targetIds(result)).toEqual(["z1", "z2"]);
    expect(result.outcome).toMatchObject({
      outcome: "mapped_to_many",
      sourceStatus: "split",
      isAmbiguous: false,
    });
  });

  it("is obsolete when the input was withdrawn without a successor, and asks nobody else", async () => {
    const { results, catalog: used } = await mapAll(
      {
        ...catalog,
        resources: [
          current,
          { name: "late", maps: [{ from: "A", to: "Z", ranks: [{ table: { gone: ["z9"] } }] }] },
        ],
        paths: { main: ["current"], second: ["late"] },
      },
      ["gone"],
    );

    expect(results[0]?.outcome).toMatchObject({
      outcome: "obsolete",
      sourceStatus: "withdrawn",
      losses: [{ step: 0, resource: "withdrawn", identifier: "gone", reason: "withdrawn" }],
    });
    expect(used.resources.get("current")?.requests).toEqual([]);
    expect(used.resources.get("late")?.requests).toEqual([]);
  });

  it("leaves current and unknown identifiers as they are", async () => {
    const { byRaw } = await mapAll(catalog, ["new", "other"]);

    expect([...byRaw.values()].map((it) => [it.outcome.outcome, it.outcome.sourceStatus])).toEqual([
      ["mapped", "current"],
      ["mapped", "unknown"],
    ]);
  });

  it("follows identifiers in between as well", async () => {
    const result = await mapOne(
      {
        resources: [
          { name: "xref", maps: [{ from: "S", to: "A", ranks: [{ table: { s: ["old", "gone"] } }] }] },
          current,
        ],
        histories: [history],
        paths: { main: ["xref", "current"] },
      },
      "s",
      { sourceType: "S" },
    );

    expect(targetIds(result)).toEqual(["z1"]);
    expect(result.outcome).toMatchObject({
      sourceStatus: "unknown",
      losses: [{ step: 1, resource: "withdrawn", type: "A", identifier: "gone", reason: "withdrawn" }],
    });
  });

  it("is obsolete when a resource knows the identifier to be withdrawn", async () => {
    const result = await mapOne(labels([{ a: null }, { a: ["b1"] }], { b1: ["z1"] }), "a");

    expect(result.outcome).toMatchObject({ outcome: "obsolete", sourceStatus: "withdrawn" });
  });
});

describe("where branches differ", () => {
  const end = (next: MemoryTable, minConfidence = 0): Promise<string> =>
    mapOne(labels([{ a: Object.keys(next) }], next), "a", { minConfidence }).then((it) => it.outcome.outcome);
  const low = [{ identifier: "z", confidence: 0.1 }];

  it("the best of them is the outcome: mapped, filtered, unresolved, obsolete, not found", async () => {
    expect(await end({ b1: ["z"], b2: low, b3: broken, b4: null, b5: [] }, 0.5)).toBe("mapped");
    expect(await end({ b2: low, b3: broken, b4: null, b5: [] }, 0.5)).toBe("filtered");
    expect(await end({ b3: broken, b4: null, b5: [] }, 0.5)).toBe("unresolved");
    expect(await end({ b4: null, b5: [] }, 0.5)).toBe("obsolete");
    expect(await end({ b5: [] }, 0.5)).toBe("not_found");
  });
});

describe("inputs", () => {
  it("are invalid when they break the pattern or cannot be an identifier, and cost nothing", async () => {
    const { byRaw, catalog, store, session, summary } = await mapAll(
      { ...labels([{ a: ["b1"] }], { b1: ["z1"] }), patterns: { A: /^a/ } },
      ["x", "", "a".repeat(600), "a\ud800", "a"],
    );

    expect([...byRaw.values()].map((it) => [it.outcome.outcome, it.identifier])).toEqual([
      ["invalid", null],
      ["invalid", null],
      ["invalid", null],
      ["invalid", null],
      ["mapped", "a"],
    ]);
    // One that a trace can hold is found there under its own text.
    expect(byRaw.get("x")?.outcome).toMatchObject({ sourceId: "x", rawIds: ["x"], answerFingerprint: null });
    expect(byRaw.get("x")?.invalidReason).toBe("does not fit ^a");
    expect(byRaw.get("a\ud800")?.outcome.sourceId).toMatch(/^invalid:[0-9a-f]{64}$/);
    expect(byRaw.get("a\ud800")?.outcome.rawIds).toEqual(["a\\ud800"]);
    expect(catalog.resources.get("labels")?.asked).toEqual(["a"]);
    expect(summary).toMatchObject({ inputs: 5, invalid: 4, mapped: 1 });
    expect((await store.listOutcomes({ sessionId: session.id })).items).toHaveLength(5);
  });

  it("are mapped once and reported as often as they come, with all their spellings", async () => {
    const { results, catalog, summary } = await mapAll(labels([{ a: ["b1"] }], { b1: ["z1"] }), [
      "a",
      " a",
      "a",
    ]);

    expect(results.map((it) => it.raw)).toEqual(["a", " a", "a"]);
    expect(results[0]?.outcome.rawIds).toEqual([" a", "a"]);
    expect(results[0]?.outcome).toBe(results[2]?.outcome);
    expect(catalog.resources.get("labels")?.asked).toEqual(["a"]);
    expect(summary).toMatchObject({ inputs: 3, mapped: 3 });
  });
});
