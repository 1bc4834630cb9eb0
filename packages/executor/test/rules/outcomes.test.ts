import { describe, expect, it } from "vitest";

import { mapAll, mapOne } from "../support/map-all.js";
import type { MemoryCatalogOptions } from "../support/memory-catalog.js";
import type { MemoryTable } from "../support/memory-resource.js";
import { broken, labels } from "../support/sample-catalogs.js";

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

  it("leaves an input filtered when everything found is below it", async () => {
    const { results, store } = await mapAll(weak(0.4, 0.5), ["a"], { minConfidence: 0.8 });

    expect(results[0]?.outcome).toMatchObject({
      outcome: "filtered",
      targetCount: 0,
      losses: [
        {
          pathId: "first",
          type: "Z",
          identifier: "z",
          reason: "filtered",
          detail: "Confidence 0.4000 is below 0.8",
        },
        {
          pathId: "second",
          type: "Z",
          identifier: "z",
          reason: "filtered",
          detail: "Confidence 0.5000 is below 0.8",
        },
      ],
      lossCount: 2,
    });
    expect(results[0]?.targets).toEqual([]);
    // What was observed is in the trace nevertheless.
    expect(await store.countRecords()).toMatchObject({ mappings: 1, provenance: 2 });
  });

  it("goes on to the next route, and gives one target the provenance of both", async () => {
    const { results, store } = await mapAll(weak(0.4, 0.9), ["a"], { minConfidence: 0.8 });

    expect(results[0]?.targets).toMatchObject([{ id: "z", confidence: 0.9, pathId: "second" }]);
    expect(
      (await store.listProvenance({ mappingId: results[0]?.targets[0]?.mappingId ?? "" })).items,
    ).toHaveLength(2);
  });

  it("is compared with the result of a custom confidence rule, which must be a confidence", async () => {
    const lowest = (confidences: readonly number[]): number => Math.min(...confidences);
    const chain = labels([{ a: ["b1"] }], { b1: ["z1"] });

    expect((await mapOne(chain, "a", { combineConfidence: lowest })).targets[0]?.confidence).toBe(0.9);
    await expect(mapOne(chain, "a", { combineConfidence: () => 2 })).rejects.toThrow("combineConfidence");
  });
});

describe("where branches differ", () => {
  const end = (next: MemoryTable, minConfidence = 0): Promise<string> =>
    mapOne(labels([{ a: Object.keys(next) }], next), "a", { minConfidence }).then((it) => it.outcome.outcome);
  const low = [{ identifier: "z", confidence: 0.1 }];

  it("the outcome is the best of theirs: mapped, filtered, unresolved, obsolete, not found", async () => {
    expect(await end({ b1: ["z"], b2: low, b3: broken, b4: null, b5: [] }, 0.5)).toBe("mapped");
    expect(await end({ b2: low, b3: broken, b4: null, b5: [] }, 0.5)).toBe("filtered");
    expect(await end({ b3: broken, b4: null, b5: [] }, 0.5)).toBe("unresolved");
    expect(await end({ b4: null, b5: [] }, 0.5)).toBe("obsolete");
    expect(await end({ b5: [] }, 0.5)).toBe("not_found");
  });
});
