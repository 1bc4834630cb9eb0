import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { describe, expect, it } from "vitest";

import type { LookUpRequest } from "../../src/resource.js";
import { MappingExecutor } from "../../src/mapping/mapping-executor.js";
import { mapAll } from "../support/map-all.js";
import { memoryCatalog, type MemoryCatalogOptions } from "../support/memory-catalog.js";

const options: MemoryCatalogOptions = {
  resources: [
    {
      name: "main",
      maps: [{ from: "A", to: "Z", ranks: [{ confidence: 1, table: { a: ["z1"], b: ["z2", "z3"] } }] }],
    },
    {
      name: "names",
      maps: [{ from: "NAME", to: "A", ranks: [{ confidence: 0.5, table: { ann: ["a"], bob: ["b"] } }] }],
    },
    {
      name: "genes",
      maps: [
        { from: "GENE", to: "A", ranks: [{ confidence: 1, table: { g1: ["a"], bad: new Error("down") } }] },
      ],
    },
  ],
};

const secondaryTypes = ["GENE", "NAME"];

describe("secondary types", () => {
  it("answer an input whose own identifier does not, the preferred type first, and mark the answer", async () => {
    const { byRaw, store, session } = await mapAll(
      options,
      [
        { identifier: "a", secondary: { NAME: "bob" } },
        { identifier: "x", secondary: { NAME: "bob", GENE: "g1" } },
        { identifier: "y", secondary: { NAME: "bob", GENE: "unknown" } },
        { identifier: "w", secondary: { NAME: "nobody" } },
        "v",
      ],
      { secondaryTypes },
    );
    const shown = [...byRaw.values()].map((it) => [
      it.raw,
      it.outcome.outcome,
      it.targets.map((t) => [t.id, t.confidence, t.isDerived]),
    ]);
    expect(shown).toEqual([
      ["a", "mapped", [["z1", 1, false]]],
      ["x", "mapped", [["z1", 0.9, true]]],
      [
        "y",
        "mapped_to_many",
        [
          ["z2", 0.45, true],
          ["z3", 0.45, true],
        ],
      ],
      ["w", "not_found", []],
      ["v", "not_found", []],
    ]);
    const [mapping] = await store.findMappings({ sourceType: "A", targetType: "Z", sourceIds: ["x"] });
    expect(mapping).toMatchObject({ isDerived: true, derivationPath: ["g1", "a"], hopCount: 3 });
    const { items } = await store.listProvenance({ mappingId: mapping?.id ?? "" });
    expect(items[0]?.hops.map((it) => [it.type, it.identifier, it.resource])).toEqual([
      ["GENE", "g1", "input"],
      ["A", "a", "genes"],
      ["Z", "z1", "main"],
    ]);
    expect(byRaw.get("x")?.outcome).toMatchObject({ matchedAs: "secondary GENE", answerFingerprint: null });
    const executions = await store.listPathExecutions({ sessionId: session.id });
    expect(executions.items.map((it) => it.sourceType).sort()).toEqual(["A", "GENE", "NAME"]);
  });

  it("are asked for the whole batch at once", async () => {
    const rows = Array.from({ length: 50 }, (_, i) => ({
      identifier: `x${String(i)}`,
      secondary: { GENE: "g1" },
    }));
    const { catalog, results } = await mapAll(options, rows, { secondaryTypes });
    expect(results.every((it) => it.targets.length === 1)).toBe(true);
    expect(catalog.resources.get("genes")?.requests).toHaveLength(1);
  });

  it("are never served to others, and are tried again when the cache knows only that the identifier is unknown", async () => {
    const store = new InMemoryTraceStore();
    await mapAll(options, ["x"], { store });
    const rows = [{ identifier: "x", secondary: { GENE: "g1" } }];
    const withGene = await mapAll(options, rows, { store, secondaryTypes });
    expect(withGene.results[0]?.targets.map((it) => it.id)).toEqual(["z1"]);
    const without = await mapAll(options, ["x"], { store });
    expect(without.results[0]?.outcome).toMatchObject({ outcome: "not_found", servedFrom: "cache" });
  });

  it("answer an input that is not an identifier, each row by its own, and keep its invalid reason", async () => {
    const { results, store, session } = await mapAll(
      options,
      [
        { identifier: "", secondary: { GENE: "g1" } },
        { identifier: "", secondary: { NAME: "bob" } },
        { identifier: "", secondary: { NAME: "nobody" } },
        { identifier: "", secondary: { NAME: "" } },
        "",
        { identifier: "", secondary: { GENE: "bad" } },
      ],
      { secondaryTypes },
    );
    expect(results.map((it) => [it.outcome.outcome, it.targets.map((t) => t.id)])).toEqual([
      ["mapped", ["z1"]],
      ["mapped_to_many", ["z2", "z3"]],
      ["invalid", []],
      ["invalid", []],
      ["invalid", []],
      ["unresolved", []],
    ]);
    for (const it of results) {
      expect(it).toMatchObject({ raw: "", identifier: null, invalidReason: "is empty" });
      expect(it.outcome.sourceId).toMatch(/^invalid:[0-9a-f]{64}$/);
      expect(it.outcome).toMatchObject({ rawIds: [""], answerFingerprint: null });
    }
    // All empty inputs without secondary identifiers are the same input.
    expect(new Set(results.map((it) => it.outcome.sourceId)).size).toBe(5);
    expect(results[0]?.outcome).toMatchObject({ matchedAs: "secondary GENE", targetCount: 1 });
    expect(results[2]?.outcome.losses).toMatchObject([
      { type: "NAME", identifier: "nobody", reason: "not_found" },
    ]);
    expect(results[3]?.outcome.losses).toEqual([]);
    const { items } = await store.listProvenance({ mappingId: results[0]?.targets[0]?.mappingId ?? "" });
    expect(items[0]?.hops[0]).toMatchObject({ type: "GENE", identifier: "g1", resource: "input" });
    expect(session.status).toBe("partial");
    expect((await store.listOutcomes({ sessionId: session.id })).items).toHaveLength(5);
  });

  it("are asked only once for equal rows, slice after slice, even if the input is not an identifier", async () => {
    const rows = Array.from({ length: 40 }, () => ({ identifier: "", secondary: { GENE: "g1" } }));
    const { catalog, results, summary } = await mapAll(options, rows, { secondaryTypes, sliceSize: 2 });
    expect(results.every((it) => it.targets[0]?.id === "z1" && it.raw === "")).toBe(true);
    expect(summary).toMatchObject({ inputs: 40, mapped: 40, invalid: 0 });
    expect(catalog.resources.get("genes")?.requests).toHaveLength(1);
  });

  it("leave an input unresolved if they failed", async () => {
    const rows = [{ identifier: "x", secondary: { GENE: "bad" } }];
    const { results, session } = await mapAll(options, rows, { secondaryTypes });
    expect(results[0]?.outcome.outcome).toBe("unresolved");
    expect(session.status).toBe("partial");
  });

  it("are tried when the run is resumed, where it was cancelled while they were asked", async () => {
    const store = new InMemoryTraceStore();
    const rows = ["x", ""].map((identifier) => ({ identifier, secondary: { GENE: "g1" } }));
    const controller = new AbortController();
    const before = ({ map }: LookUpRequest): void => {
      if (map === "genes") controller.abort();
    };
    const catalogOf = (more: object): MemoryCatalogOptions => ({
      resources: [
        { name: "main", maps: [{ from: "A", to: "Z", ranks: [{ table: { a: ["z1"] } }] }] },
        {
          name: "genes",
          maps: [{ name: "genes", from: "GENE", to: "A", ranks: [{ table: { g1: ["a"] } }] }],
          ...more,
        },
      ],
    });
    const cancelled = mapAll(catalogOf({ before }), rows, {
      store,
      secondaryTypes: ["GENE"],
      signal: controller.signal,
    });
    await expect(cancelled).rejects.toMatchObject({ code: "mapping-cancelled" });
    const [session] = (await store.listSessions()).items;
    const executor = new MappingExecutor({ catalog: memoryCatalog(catalogOf({})), store });
    const { results } = await executor.resume(session?.id ?? "", rows);
    expect(results.map((it) => it.targets.map((target) => target.id))).toEqual([["z1"], ["z1"]]);
  });

  it("do not lead over a label to another entity with that label", async () => {
    const table = { own: ["e1"], other: ["e2"], alias: ["e2"], shared: ["e1", "e2"] };
    const aliases = { alias: ["e1"], other: ["e1"] };
    const labels: MemoryCatalogOptions = {
      resources: [
        {
          name: "labels",
          maps: [
            {
              from: "A",
              to: "E",
              relation: "names",
              isReversible: true,
              ranks: [
                { as: "approved", table },
                { as: "alias", table: aliases },
              ],
            },
          ],
        },
        { name: "next", maps: [{ from: "E", to: "Z", ranks: [{ table: { e1: ["z1"], e2: ["z2"] } }] }] },
      ],
      paths: { main: ["labels", "next"], back: ["labels^-1"] },
    };
    const { results } = await mapAll(labels, [{ identifier: "x", secondary: { E: "e1" } }], {
      secondaryTypes: ["E"],
    });
    expect(results[0]).toMatchObject({
      targets: [{ id: "z1", isDerived: true }],
      outcome: { outcome: "mapped", isAmbiguous: false },
    });
    expect(results[0]?.targets[0]?.hops.map((it) => it.type)).toEqual(["E", "A", "E", "Z"]);
    expect(results[0]?.outcome.losses.map((it) => [it.identifier, it.detail])).toEqual([
      ["x", null],
      ["alias", "Names only other identifiers of type E"],
      ["other", "Names only other identifiers of type E"],
    ]);
  });

  it("need a path to the source type", async () => {
    await expect(mapAll(options, ["x"], { secondaryTypes: ["Z"] })).rejects.toMatchObject({
      code: "no-path-found",
    });
  });
});
