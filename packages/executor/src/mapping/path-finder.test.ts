import type { Relation } from "@waymark/trace-core";
import { isWaymarkError } from "@waymark/trace-core";
import { describe, expect, it } from "vitest";

import { mapOne } from "../../test/support/map-all.js";
import { memoryCatalog, type MemoryCatalogOptions } from "../../test/support/memory-catalog.js";
import type { MemoryMap } from "../../test/support/memory-resource.js";
import { PathFinder, type PathFinderOptions } from "./path-finder.js";

/** `x: A>B` is a resource `x` with one map; `~` before the relation makes it reversible. */
function edge(
  text: string,
  relation: Relation | `~${Relation}` = "same",
  confidence = 0.9,
): MemoryCatalogOptions["resources"][number] {
  const [, name = "", from = "", to = ""] = /^(\w+): (\w+)>(\w+)$/.exec(text) ?? [];
  const map: MemoryMap = {
    name: "m",
    from,
    to,
    relation: relation.replace("~", "") as Relation,
    isReversible: relation.startsWith("~"),
    ranks: [{ confidence, table: {} }],
  };
  return { name, maps: [map] };
}

function find(options: MemoryCatalogOptions, rest: PathFinderOptions = {}, from = "A", to = "Z"): string[] {
  return new PathFinder(memoryCatalog(options)).find(from, to, rest).map((it) => it.id);
}

function error(work: () => unknown): unknown {
  try {
    return work();
  } catch (it) {
    return it;
  }
}

describe("declared paths", () => {
  const options: MemoryCatalogOptions = {
    resources: [edge("x: A>Z"), edge("y: A>B"), edge("z: B>Z"), edge("w: A>Z")],
    paths: { long: ["y.m", "z.m"], short: ["x.m"], elsewhere: ["y.m"] },
  };

  it("come by priority, and exclude discovered ones", () => {
    expect(find(options)).toEqual(["long", "short"]);
  });

  it("come before the discovered ones, which do not repeat them", () => {
    const paths = new PathFinder(memoryCatalog(options)).find("A", "Z", { discoverPaths: "always" });

    expect(paths.map((it) => [it.id, it.priority, it.isDiscovered])).toEqual([
      ["long", 0, false],
      ["short", 1, false],
      ["w.m", 2, true],
    ]);
  });

  it("are the only ones if discovery is not allowed", () => {
    expect(find(options, { discoverPaths: "never" })).toEqual(["long", "short"]);
    expect(
      isWaymarkError(
        error(() => find(options, { discoverPaths: "never" }, "B", "Z")),
        "no-path-found",
      ),
    ).toBe(true);
  });
});

describe("discovered paths", () => {
  it("are sorted by length, then by expected confidence, then by id", () => {
    const resources = [
      edge("ab: A>B"),
      edge("bz: B>Z"),
      edge("bz2: B>Z", "same", 0.99),
      edge("ac: A>C"),
      edge("cz: C>Z"),
      edge("direct: A>Z", "same", 0.1),
    ];

    expect(find({ resources })).toEqual(["direct.m", "ab.m>bz2.m", "ab.m>bz.m", "ac.m>cz.m"]);
    expect(find({ resources: [...resources].reverse() })).toEqual(find({ resources }));
  });

  it("are limited in length and number", () => {
    const resources = [edge("ab: A>B"), edge("bc: B>C"), edge("cz: C>Z"), edge("bz: B>Z")];

    expect(find({ resources })).toEqual(["ab.m>bz.m", "ab.m>bc.m>cz.m"]);
    expect(find({ resources }, { maxHops: 2 })).toEqual(["ab.m>bz.m"]);
    expect(find({ resources }, { maxDiscoveredPaths: 1 })).toEqual(["ab.m>bz.m"]);
  });

  it("use only steps between an entity, its names and its products, unless asked for more", () => {
    const resources = [edge("ab: A>B", "ortholog"), edge("bz: B>Z")];

    expect(
      isWaymarkError(
        error(() => find({ resources })),
        "no-path-found",
      ),
    ).toBe(true);
    expect(find({ resources }, { discoveredRelations: ["same", "ortholog"] })).toEqual(["ab.m>bz.m"]);
  });

  it("read maps backwards only if asked, and only reversible ones", () => {
    const resources = [edge("ba: B>A", "~same"), edge("za: Z>A"), edge("bz: B>Z")];

    expect(
      isWaymarkError(
        error(() => find({ resources })),
        "no-path-found",
      ),
    ).toBe(true);
    expect(find({ resources }, { allowReverse: true })).toEqual(["ba.m^-1>bz.m"]);
  });

  it("visit no type twice", () => {
    const resources = [edge("ab: A>B", "~same"), edge("ba: B>A", "~same"), edge("bz: B>Z")];

    expect(find({ resources }, { allowReverse: true })).toEqual(["ab.m>bz.m", "ba.m^-1>bz.m"]);
  });

  it("do not turn back through a shared gene to a neighbour's protein", () => {
    const resources = [
      edge("gp: GENE>A", "~product"),
      edge("gq: GENE>Z", "product"),
      edge("same: GENE>X"),
      edge("xq: X>Z", "product"),
    ];

    expect(
      isWaymarkError(
        error(() => find({ resources }, { allowReverse: true })),
        "no-path-found",
      ),
    ).toBe(true);
    // From the gene itself, the way is open.
    expect(find({ resources }, { allowReverse: true }, "GENE", "Z")).toEqual(["gq.m", "same.m>xq.m"]);
    expect(find({ resources }, { allowReverse: true }, "A", "X")).toEqual(["gp.m^-1>same.m"]);
  });

  it("do not turn back through a shared label to another entity with that label", () => {
    const resources = [edge("one: LABEL>A", "~names"), edge("two: LABEL>Z", "names")];

    expect(
      isWaymarkError(
        error(() => find({ resources }, { allowReverse: true })),
        "no-path-found",
      ),
    ).toBe(true);
    expect(find({ resources }, { allowReverse: true }, "A", "LABEL")).toEqual(["one.m^-1"]);
  });

  it("have an id that a trace can hold, however long they are", () => {
    const long = "r".repeat(300);
    const [id] = find({ resources: [edge(`${long}a: A>B`), edge(`${long}b: B>Z`)] });

    expect(Buffer.byteLength(id ?? "")).toBeLessThan(512);
  });

  it("can be used for mapping, also backwards through all ranks at once", async () => {
    const result = await mapOne(
      {
        resources: [
          {
            name: "labels",
            maps: [
              {
                name: "m",
                from: "Z",
                to: "A",
                relation: "names",
                isReversible: true,
                ranks: [
                  { as: "approved", confidence: 1, table: { z1: ["a"] } },
                  { as: "alias", confidence: 0.5, table: { z2: ["a"] } },
                ],
              },
              { name: "other", from: "A", to: "B", ranks: [{ table: {} }] },
            ],
          },
        ],
      },
      "a",
      { allowReverse: true },
    );

    expect(result.targets.map((it) => [it.id, it.pathId])).toEqual([
      ["z1", "labels.m^-1"],
      ["z2", "labels.m^-1"],
    ]);
    expect(result.targets[0]?.hops).toMatchObject([{ map: "m", direction: "reverse", relation: "names" }]);
    expect(result.outcome.isAmbiguous).toBe(false);
  });
});

describe("no path", () => {
  it("is an error that names the nearest types", () => {
    const resources = [edge("ab: A>B"), edge("bc: B>C"), edge("yz: Y>Z")];
    const thrown = error(() => find({ resources }));

    expect(thrown).toMatchObject({
      code: "no-path-found",
      message:
        "No path leads from A to Z within 5 hops. From A one can reach: B (1 hop), C (2 hops). " +
        "Z can be reached from: Y (1 hop).",
      details: {
        reachable: [
          { type: "B", hops: 1 },
          { type: "C", hops: 2 },
        ],
        leadingToTarget: [{ type: "Y", hops: 1 }],
      },
    });
  });
});
