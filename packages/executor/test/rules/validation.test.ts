import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { describe, expect, it } from "vitest";

import { mapAll } from "../support/map-all.js";
import { memoryCatalog, type MemoryCatalogOptions } from "../support/memory-catalog.js";

/** Labels of entities, the current one and an old one, and their products. */
const forward = {
  a: ["e1"],
  old: ["e1"],
  b: ["e2"],
  c: ["e3"],
  shared: ["e4"],
  other: ["e4"],
};

const options: MemoryCatalogOptions = {
  resources: [
    {
      name: "labels",
      maps: [{ from: "A", to: "E", relation: "names", ranks: [{ table: forward }] }],
    },
    {
      name: "products",
      maps: [
        {
          from: "E",
          to: "Z",
          ranks: [{ table: { e1: ["z1"], e2: ["z2", "y2"], e3: ["z3"], e4: ["z4"] } }],
        },
      ],
    },
    {
      name: "back",
      maps: [
        {
          from: "Z",
          to: "A",
          ranks: [{ table: { z1: ["a"], z2: ["b"], z3: ["x"], z4: ["shared", "other"] } }],
        },
      ],
    },
  ],
  paths: { there: ["labels", "products"], back: ["back"] },
};

const statuses = (run: Awaited<ReturnType<typeof mapAll>>) =>
  Object.fromEntries([...run.byRaw].map(([raw, it]) => [raw, it.targets.map((t) => t.validationStatus)]));

describe("validation", () => {
  it("maps every target back and sets its status, in the results and in the trace", async () => {
    const run = await mapAll(options, ["a", "old", "b", "c", "shared", "nobody"], { validate: true });
    expect(statuses(run)).toEqual({
      a: ["validated"],
      old: ["one_way"],
      b: ["one_way", "validated"],
      c: ["one_way"],
      shared: ["validated_ambiguous"],
      nobody: [],
    });
    expect(run.byRaw.get("nobody")?.validationStatus).toBe("no_target");
    const { items } = await run.store.listOutcomes({ sessionId: run.session.id, sourceIds: ["b"] });
    expect(items[0]?.targets.map((it) => it.validationStatus)).toEqual(["one_way", "validated"]);
    const executions = await run.store.listPathExecutions({ sessionId: run.session.id });
    expect(executions.items.map((it) => it.pathId).sort()).toEqual(["back", "there"]);
    const found = await run.store.findMappings({ sourceType: "Z", targetType: "A", sourceIds: ["z4"] });
    expect(found.map((it) => it.targetId)).toEqual(["other", "shared"]);
  });

  it("prefers a validated target to a more confident one, and always chooses the same", async () => {
    const run = await mapAll(options, ["b"], { validate: true });
    expect(run.results[0]?.canonical?.id).toBe("z2");
    expect(run.results[0]?.validationStatus).toBe("validated");
    const without = await mapAll(options, ["b"]);
    expect(without.results[0]?.canonical?.id).toBe("y2");
    expect(without.results[0]?.validationStatus).toBeNull();
  });

  it("recognises a renamed identifier, which leads back to the current label of its entity", async () => {
    const catalog = memoryCatalog({
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
                { as: "approved", confidence: 1, table: { a: ["e1"], b: ["e2"] } },
                { as: "previous", confidence: 0.9, table: { old: ["e1"] } },
              ],
            },
          ],
        },
        {
          name: "entities",
          maps: [{ from: "E", to: "Z", isReversible: true, ranks: [{ table: { e1: ["z1"] } }] }],
        },
      ],
      paths: { there: ["labels", "entities"] },
    });
    const run = await mapAll(catalog, ["a", "old", "b"], { validate: true });
    // The path itself is read backwards if its maps allow it, since no other one was declared.
    expect(statuses(run)).toEqual({ a: ["validated"], old: ["renamed"], b: [] });
  });

  it("says so when no path leads back", async () => {
    const run = await mapAll({ ...options, paths: { there: ["labels", "products"] } }, ["a"], {
      validate: true,
      discoverPaths: false,
    });
    expect(statuses(run)).toEqual({ a: ["no_reverse_path"] });
  });

  it("is part of an answer's fingerprint", async () => {
    const store = new InMemoryTraceStore();
    await mapAll(options, ["a"], { store });
    expect((await mapAll(options, ["a"], { store, validate: true })).summary.fromCache).toBe(0);
    const again = await mapAll(options, ["a"], { store, validate: true });
    expect(again.summary.fromCache).toBe(1);
    expect(statuses(again)).toEqual({ a: ["validated"] });
    const changed = memoryCatalog(options);
    Object.assign(changed.resources.get("back") ?? {}, { release: "2" });
    expect((await mapAll(changed, ["a"], { store, validate: true })).summary.fromCache).toBe(0);
  });
});
