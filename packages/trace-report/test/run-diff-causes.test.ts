import { expect, it } from "vitest";

import { diffText } from "../src/index.js";
import {
  brief,
  catalog,
  compared,
  names,
  products,
  same,
  targets,
  told,
  type Settings,
} from "./support/compared-runs.js";
import { describeOnEachStore } from "./support/each-store.js";
import type { Table, TableCatalogOptions, TableOptions } from "./support/table-catalog.js";

describeOnEachStore("the causes of a difference", (open) => {
  it("names the resource whose release changed, and the identifier it was asked for", async () => {
    const diff = await compared(
      await open(),
      catalog(names(same), products(targets, "2024-07")),
      catalog(names(same), products({ bx: ["zx", "z+"] }, "2024-10")),
    );
    const versions = {
      a: { release: "2024-07", contentHash: null },
      b: { release: "2024-10", contentHash: null },
    };
    expect(diff.changes.items.map(({ causes, ...it }) => [brief({ causes, ...it }), causes])).toEqual([
      [
        "gained x z+",
        [{ kind: "resource", resource: "products", versions, place: { type: "B", identifier: "bx" } }],
      ],
      [
        "lost y zy",
        [{ kind: "resource", resource: "products", versions, place: { type: "B", identifier: "by" } }],
      ],
    ]);
    expect(diff.kinds).toEqual([
      { kind: "gained", changes: 1 },
      { kind: "lost", changes: 1 },
      { kind: "changed", changes: 0 },
      { kind: "outcome", changes: 0 },
    ]);
    expect(diff.causes.items).toEqual([
      { kind: "resource", text: "products changed: release 2024-07 → release 2024-10", changes: 2 },
    ]);
    expect(diff.identifiers).toEqual({ inBoth: 2, onlyInA: 0, onlyInB: 0, changed: 2 });
    expect(diffText(diff)).toContain(
      "- y → zy\n    products changed: release 2024-07 → release 2024-10, at B by\n",
    );
  });

  it("blames the resource at which the answers diverge, not another one that changed too", async () => {
    const diff = await compared(
      await open(),
      catalog(names(same), products(targets)),
      catalog(names({ ...same, x: ["by"] }, "2"), products(targets, "2")),
    );
    const [changes, causes] = told(diff);
    expect(changes).toEqual(["lost x zx", "gained x zy"]);
    expect(causes).toMatchObject([
      { kind: "resource", resource: "names", place: { type: "A", identifier: "x" } },
    ]);
  });

  it("distinguishes data by content hash if the release is the same", async () => {
    const one = "1".repeat(64);
    const two = "2".repeat(64);
    const diff = await compared(
      await open(),
      catalog(names(same), products(targets, null, { contentHash: one })),
      catalog(names(same), products({ bx: ["zx"] }, null, { contentHash: two })),
    );
    expect(told(diff)[1]).toMatchObject([
      { kind: "resource", versions: { a: { contentHash: one }, b: { contentHash: two } } },
    ]);
  });

  it("says that an identifier was replaced, split or withdrawn", async () => {
    const histories = (
      successors: Record<string, string[]>,
      release: string,
    ): Partial<TableCatalogOptions> => ({
      histories: [{ type: "B", resource: "history", release, successors }],
    });
    const tables = catalog(names(same), products({ ...targets, b1: ["z1"], b2: ["z2"] }));
    const diff = await compared(
      await open(),
      { ...tables, ...histories({ by: ["b1"] }, "1") },
      { ...tables, ...histories({ bx: ["b1", "b2"], by: [] }, "2") },
    );
    const [changes, causes] = told(diff);
    expect(changes).toEqual(["gained x z1", "gained x z2", "lost x zx", "lost y z1"]);
    expect(causes).toMatchObject([
      {
        kind: "identifier",
        identifier: "bx",
        fate: { a: "current", b: "split" },
        successors: { a: [], b: ["b1", "b2"] },
        resource: "history",
      },
      {
        kind: "identifier",
        identifier: "by",
        fate: { a: "replaced", b: "withdrawn" },
        successors: { a: ["b1"], b: [] },
      },
    ]);
  });

  it("names a failed resource, in whichever run it failed", async () => {
    const fails = catalog(names(same), products({ ...targets, by: new Error("disk on fire") }));
    const store = await open();
    const lost = await compared(store, catalog(names(same), products(targets)), {
      ...fails,
      request: { useCache: false },
    });
    expect(told(lost)).toMatchObject([
      ["lost y zy"],
      [{ kind: "failure", run: "b", resource: "products", identifier: "by", detail: "disk on fire" }],
    ]);
    const gained = await compared(
      store,
      { ...fails, request: { useCache: false } },
      catalog(names(same), products(targets)),
    );
    expect(told(gained)).toMatchObject([["gained y zy"], [{ kind: "failure", run: "a" }]]);
  });

  it("names the failure behind an answer from a later interpretation", async () => {
    const ranked = (first: Table): TableOptions => ({
      ...names({}),
      ranks: [
        { as: "approved", table: first },
        { as: "alias", table: { x: ["by"] } },
      ],
    });
    const diff = await compared(await open(), catalog(ranked({ x: ["bx"] }), products(targets)), {
      ...catalog(ranked({ x: new Error("down") }), products(targets)),
      request: { useCache: false },
    });
    const [changes, causes] = told(diff);
    expect(changes).toEqual(["lost x zx", "gained x zy"]);
    expect(causes).toMatchObject([{ kind: "failure", run: "b", resource: "names", identifier: "x" }]);
  });

  it("names an override or a veto, and who declared it", async () => {
    const tables = catalog(names(same), products(targets));
    const said = { author: "ann", reason: "I know" };
    const diff = await compared(await open(), tables, {
      ...tables,
      overrides: [
        { sourceType: "B", sourceId: "bx", targetType: "Z", targetId: "z9", isNever: false, ...said },
        { sourceType: "A", sourceId: "y", targetType: "Z", targetId: "zy", isNever: true, ...said },
      ],
    });
    expect(diff.changes.items.map((it) => [brief(it), it.causes])).toMatchObject([
      ["gained x z9", [{ kind: "override", run: "b", identifier: "bx", said: "override by ann: I know" }]],
      ["lost x zx", [{ kind: "override", run: "b", identifier: "bx" }]],
      ["lost y zy", [{ kind: "veto", run: "b", identifier: "zy", detail: "ann: I know" }]],
    ]);
  });

  it("names the option of the run that differs", async () => {
    const tables = catalog(names(same), products(targets));
    const store = await open();
    const diff = await compared(store, tables, { ...tables, request: { minConfidence: 0.95 } });
    expect(told(diff)).toEqual([
      ["lost x zx", "lost y zy"],
      [{ kind: "parameter", name: "minConfidence", values: { a: 0, b: 0.95 } }],
    ]);
    const undeclared = { tables: tables.tables };
    const reach = await compared(
      store,
      {
        ...undeclared,
        tables: [...tables.tables, { ...names({ x: ["zq"] }), name: "short", to: "Z" }],
        request: { maxHops: 1 },
      },
      { ...undeclared, tables: [...tables.tables, { ...names({ x: ["zq"] }), name: "short", to: "Z" }] },
    );
    expect(told(reach)).toMatchObject([["gained y zy"], [{ kind: "parameter", name: "maxHops" }]]);
  });

  it("names the confidence rule or the branch limit if it differs", async () => {
    const tables = catalog(names(same), products({ ...targets, by: ["zy", "z2", "z3"] }));
    const smallest = (confidences: readonly number[]): number => Math.min(...confidences);
    const ruled = await compared(
      await open(),
      catalog(names(same, "1", { ranks: [{ confidence: 0.8, table: same }] }), products(targets)),
      {
        ...catalog(names(same, "1", { ranks: [{ confidence: 0.8, table: same }] }), products(targets)),
        executor: { combineConfidence: smallest, confidenceRule: "minimum/1" },
      },
    );
    expect(told(ruled)).toMatchObject([
      ["changed x zx", "changed y zy"],
      [{ kind: "parameter", name: "confidenceRule", values: { b: "minimum/1" } }],
    ]);
    const bounded = await compared(await open(), tables, {
      ...tables,
      executor: { maxBranches: 2 },
      request: { useCache: false },
    });
    expect(told(bounded)).toMatchObject([["lost y z3"], [{ kind: "parameter", name: "maxBranches" }]]);
  });

  it("names a path that was added, removed or redefined", async () => {
    const tables = [
      names({ x: ["bx"] }),
      products(targets),
      { ...names({ y: ["zy"] }), name: "short", to: "Z" },
    ];
    const store = await open();
    const added = await compared(
      store,
      { tables, paths: { main: ["names", "products"] } },
      { tables, paths: { main: ["names", "products"], other: ["short"] } },
    );
    expect(told(added)).toMatchObject([
      ["gained y zy"],
      [{ kind: "path", pathId: "other", fingerprints: { a: null } }],
    ]);
    const remade = await compared(
      store,
      { tables, paths: { main: ["short"] } },
      { tables, paths: { main: ["names", "products"] } },
    );
    expect(told(remade)).toMatchObject([["gained x zx", "lost y zy"], [{ kind: "path", pathId: "main" }]]);
    const confident = await compared(
      await open(),
      catalog(names(same), products(targets)),
      catalog(names(same), products(targets, "1", { ranks: [{ confidence: 0.5, table: targets }] })),
    );
    expect(told(confident)).toMatchObject([
      ["changed x zx", "changed y zy"],
      [{ kind: "path", pathId: "main" }],
    ]);
  });

  it("names the earlier path that now answers what only a later one answered before", async () => {
    const tables = (short: Table, release: string): Settings => ({
      tables: [names(same), products(targets), { ...names(short, release), name: "short", to: "Z" }],
      paths: { first: ["short"], second: ["names", "products"] },
    });
    const diff = await compared(await open(), tables({}, "1"), tables({ x: ["zq"] }, "2"));
    const [changes, causes] = told(diff);
    expect(changes).toEqual(["gained x zq", "lost x zx"]);
    expect(causes).toMatchObject([{ kind: "resource", resource: "short", place: { identifier: "x" } }]);
  });

  it("says that a resource without release and content hash may have changed", async () => {
    const diff = await compared(
      await open(),
      catalog(names(same), products(targets, null)),
      catalog(names(same), products({ bx: ["zx"] }, null)),
    );
    expect(told(diff)).toEqual([
      ["lost y zy"],
      [{ kind: "unmarked", resource: "products", release: null, place: { type: "B", identifier: "by" } }],
    ]);
  });

  it("says so if only the validation of a target differs", async () => {
    const tables = catalog(names(same), products(targets));
    const diff = await compared(await open(), tables, { ...tables, request: { validate: true } });
    expect(told(diff)).toMatchObject([
      ["changed x zx", "changed y zy"],
      [{ kind: "parameter", name: "validate", values: { a: false, b: true } }],
    ]);
  });
});
