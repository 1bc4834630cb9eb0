import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { describe, expect, it } from "vitest";

import { mapAll } from "../support/map-all.js";
import type { MemoryCatalogOptions } from "../support/memory-catalog.js";
import type { MemoryMap } from "../support/memory-resource.js";

const ranks: MemoryMap["ranks"] = [
  {
    as: "approved",
    table: {
      a: [{ identifier: "z1", since: new Date("2019-03-01") }],
      b: ["z2", { identifier: "z3", isPreferred: true }],
    },
  },
];

const options: MemoryCatalogOptions = {
  resources: [{ name: "labels", maps: [{ from: "A", to: "Z", relation: "names", ranks }] }],
};

/** The same on a path whose next step knows only one of them. */
const between: MemoryCatalogOptions = {
  resources: [
    { name: "labels", maps: [{ from: "A", to: "B", relation: "names", ranks }] },
    { name: "next", maps: [{ from: "B", to: "Z", ranks: [{ table: { z2: ["z"] } }] }] },
  ],
};

describe("labels", () => {
  it("are marked if they were given after the day asked for, in the result and in the trace", async () => {
    const asOf = new Date("2013-09-01");
    const { byRaw } = await mapAll(options, ["a", "b"], { asOf });
    expect([byRaw.get("a")?.isGivenLater, byRaw.get("b")?.isGivenLater]).toEqual([true, false]);
    expect(byRaw.get("a")?.targets[0]?.hops[0]?.matchedAs).toBe("approved, given only on 2019-03-01");
    const later = await mapAll(options, ["a"], { asOf: new Date("2020-01-01") });
    expect(later.byRaw.get("a")?.isGivenLater).toBe(false);
  });

  it("are marked if they were given after the day asked for, even without a target, also from the cache", async () => {
    const asOf = new Date("2013-09-01");
    const store = new InMemoryTraceStore();
    for (const servedFrom of ["live", "cache"]) {
      const { byRaw } = await mapAll(between, ["a", "b"], { store, asOf });
      expect(byRaw.get("a")).toMatchObject({
        isGivenLater: true,
        servedFrom,
        outcome: { outcome: "not_found" },
      });
      expect(byRaw.get("a")?.outcome.matchedAs).toBe("approved, given only on 2019-03-01");
      expect(byRaw.get("b")?.isGivenLater).toBe(false);
    }
    const weak = await mapAll(options, ["a"], { asOf, minConfidence: 1 });
    expect(weak.results[0]).toMatchObject({ isGivenLater: true, outcome: { outcome: "filtered" } });
    expect((await mapAll(between, ["a"])).results[0]?.isGivenLater).toBe(false);
  });

  it("are not served from the cache as of another day", async () => {
    const store = new InMemoryTraceStore();
    const run = (asOf: Date | null) => mapAll(options, ["a"], { store, asOf });
    await run(null);
    expect((await run(new Date("2013-09-01"))).summary.fromCache).toBe(0);
    const again = await run(new Date("2013-09-01"));
    expect(again.summary.fromCache).toBe(1);
    expect(again.results[0]?.isGivenLater).toBe(true);
  });

  it("have as canonical target the one that a resource marks as preferred", async () => {
    const { byRaw } = await mapAll(options, ["b"]);
    expect(byRaw.get("b")?.canonical?.id).toBe("z3");
    expect(byRaw.get("b")?.targets.map((it) => it.id)).toEqual(["z2", "z3"]);
  });

  it("need a valid date", async () => {
    await expect(mapAll(options, ["a"], { asOf: new Date("nonsense") })).rejects.toMatchObject({
      code: "invalid-mapping-request",
    });
  });
});

describe("a chain of mapping sets", () => {
  it("has the predicate that follows from its predicates", async () => {
    const chain = (first: string, second: string) =>
      mapAll(
        {
          resources: [
            { name: "one", maps: [{ from: "A", to: "B", ranks: [{ as: first, table: { a: ["b"] } }] }] },
            { name: "two", maps: [{ from: "B", to: "Z", ranks: [{ as: second, table: { b: ["z"] } }] }] },
          ],
        },
        ["a"],
      );
    const predicate = async (first: string, second: string) =>
      (await chain(first, second)).results[0]?.targets[0]?.predicate;
    expect(await predicate("skos:exactMatch", "skos:broadMatch")).toBe("skos:broadMatch");
    expect(await predicate("skos:broadMatch", "skos:narrowMatch")).toBeNull();
    expect(await predicate("skos:exactMatch", "a table")).toBe("skos:exactMatch");
    expect(await predicate("a table", "another")).toBeNull();
  });
});

describe("inputs with a common target", () => {
  it("are listed by the target that they share", async () => {
    const { sharedTargets } = await mapAll(
      {
        resources: [
          {
            name: "r",
            maps: [{ from: "A", to: "Z", ranks: [{ table: { a: ["z"], b: ["z", "y"], c: ["x"] } }] }],
          },
        ],
      },
      ["b", "a", "a", "c"],
    );
    expect([...sharedTargets]).toEqual([["z", ["a", "b"]]]);
  });
});
