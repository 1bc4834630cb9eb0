import { describe, expect, it } from "vitest";

import { mapAll, mapOne, targetIds } from "../support/map-all.js";
import type { MemoryCatalogOptions } from "../support/memory-catalog.js";
import { labels } from "../support/sample-catalogs.js";

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

  it("is obsolete when the input was withdrawn without a successor, and asks no resource", async () => {
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
