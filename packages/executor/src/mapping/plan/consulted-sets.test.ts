import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { memoryCatalog } from "../../../test/support/memory-catalog.js";
import { ConsultedSets, MAX_CONSULTED_SETS } from "./consulted-sets.js";
import type { ResourceStamp, Route } from "./route.js";

const path = memoryCatalog({
  resources: [{ name: "r", maps: [{ from: "A", to: "Z", ranks: [{ table: {} }] }] }],
  paths: { p: ["r"] },
}).paths[0]!;

function stamp(name: string, release: string | null = "1"): ResourceStamp {
  return { name, release, contentHash: null, maxAgeMs: null };
}

/** A route that consults these resources one after another. */
function route(names: readonly (string | ResourceStamp)[], index: number): Route {
  const stages = names.map((it) => [typeof it === "string" ? stamp(it) : it]);
  return { path, index, fingerprint: "", histories: [], stages, stagesAfter: [] };
}

function sets(...routes: readonly (readonly (string | ResourceStamp)[])[]): ConsultedSets {
  return new ConsultedSets(routes.map(route));
}

describe("ConsultedSets", () => {
  it("enumerates every place at which a route can end", () => {
    const one = sets(["a", "b", "c"]);

    expect(one.all).toHaveLength(3);
    expect(new Set(one.all)).toEqual(new Set([[1], [2], [3]].map((it) => one.textOf(it))));
  });

  it("counts a resource shared by several routes once", () => {
    const two = sets(["a", "b"], ["a", "c"]);

    // a; a b; a c; a b c
    expect(two.all).toHaveLength(4);
    expect(two.textOf([1, 2])).not.toBe(two.textOf([2, 1]));
    expect(sets(["a", "b"], ["b", "a"]).textOf([1, 1])).toBe(sets(["a", "b"]).textOf([2]));
  });

  it("distinguishes releases and hashes", () => {
    expect(sets([stamp("a", "1")]).all).not.toEqual(sets([stamp("a", "2")]).all);
    expect(sets([{ ...stamp("a"), contentHash: "f" }]).all).not.toEqual(sets([stamp("a", "1")]).all);
  });

  it("leaves out sets with an unversioned resource", () => {
    const some = sets(["a", stamp("b", null), "c"]);

    expect(some.all).toEqual([some.textOf([1])]);
    expect(some.textOf([2])).toBeNull();
    expect(some.textOf([3])).toBeNull();
    expect(sets([{ ...stamp("a", null), contentHash: "f" }]).all).toHaveLength(1);
  });

  it("uses whole routes if there are too many sets", () => {
    const names = (prefix: string): string[] => Array.from({ length: 7 }, (_, i) => `${prefix}${String(i)}`);
    const many = sets(names("a"), names("b"), names("c"));

    expect(many.all).toHaveLength(3);
    expect(many.textOf([1, 1])).toBe(many.textOf([7, 7]));
    expect(many.textOf([1])).not.toBe(many.textOf([1, 1]));
  });

  it("uses all resources if there are more routes than sets are allowed", () => {
    const many = sets(...Array.from({ length: MAX_CONSULTED_SETS + 1 }, (_, i) => [`r${String(i)}`]));

    expect(many.all).toEqual([many.textOf([1])]);
    expect(many.textOf([1])).toBe(many.textOf([1, 1, 1]));
  });

  it("contains whatever set an answer consulted", () => {
    const names = fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h");
    const routes = fc.array(fc.array(names, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        routes,
        fc.integer({ min: 1, max: 300 }),
        fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
        (list, max, ends) => {
          const some = new ConsultedSets(list.map(route), max);
          const tried = 1 + ((ends[0] ?? 0) % list.length);
          const consulted = list.slice(0, tried).map((stages, i) => 1 + ((ends[i] ?? 0) % stages.length));

          expect(some.all).toContain(some.textOf(consulted));
          expect(some.all.length).toBeLessThanOrEqual(max);
        },
      ),
      { numRuns: 500 },
    );
  });
});
