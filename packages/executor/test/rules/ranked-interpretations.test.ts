import { describe, expect, it } from "vitest";

import { mapAll, mapOne, targetIds } from "../support/map-all.js";
import { labels } from "../support/sample-catalogs.js";

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

  it("make an answer ambiguous when a label names several entities, even if only one of them reaches the target", async () => {
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
