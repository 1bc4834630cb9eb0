import { MappingExecutor } from "@waymark/executor";
import { isWaymarkError } from "@waymark/trace-core";
import { expect, it } from "vitest";

import { diffRuns, diffText, runChanges } from "../src/index.js";
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
import { tableCatalog, type TableOptions } from "./support/table-catalog.js";

describeOnEachStore("the difference of two runs", (open) => {
  it("finds a mapping that is reached in a different way", async () => {
    const diff = await compared(
      await open(),
      catalog(names(same), products({ ...targets, bq: ["zx"] })),
      catalog(names({ ...same, x: ["bq"] }, "2"), products({ ...targets, bq: ["zx"] })),
    );
    expect(told(diff)).toMatchObject([["changed x zx"], [{ kind: "resource", resource: "names" }]]);
    expect(diffText(diff)).toContain("bx (names) › zx (products)");
  });

  it("says what became of an identifier that neither run could map", async () => {
    const tables = catalog(names({ x: ["b8"] }), products({}));
    const diff = await compared(await open(), tables, {
      ...tables,
      histories: [{ type: "B", resource: "history", release: "2", successors: { b8: [] } }],
    });
    expect(told(diff)).toMatchObject([
      ["outcome x null"],
      [{ kind: "identifier", identifier: "b8", fate: { a: "current", b: "withdrawn" } }],
    ]);
  });

  it("says which inputs only one run was given", async () => {
    const tables = catalog(names(same), products(targets));
    const diff = await compared(
      await open(),
      { ...tables, request: { identifiers: ["x", "nothing"] } },
      { ...tables, request: { identifiers: ["x", "y"] } },
    );
    expect(diff.changes.items.map((it) => [brief(it), it.causes])).toEqual([
      ["outcome nothing null", [{ kind: "input", run: "a", secondary: null }]],
      ["gained y zy", [{ kind: "input", run: "b", secondary: null }]],
    ]);
    expect(diff.identifiers).toEqual({ inBoth: 1, onlyInA: 1, onlyInB: 1, changed: 0 });
  });

  it("shows the original text of an input that is not an identifier, even if a secondary one was mapped", async () => {
    const labels: TableOptions = {
      name: "labels",
      from: "N",
      to: "A",
      ranks: [{ table: { n: ["x"], m: ["y"] } }],
    };
    const tables = catalog(names(same), products(targets), labels);
    const row = (label: string): Settings => ({
      ...tables,
      request: { identifiers: [{ identifier: " ", secondary: { N: label } }], secondaryTypes: ["N"] },
    });
    const diff = await compared(await open(), row("n"), row("m"));
    expect(diff.changes.items.map((it) => it.rawIds)).toEqual([[" "], [" "]]);
    expect(diffText(diff)).toContain('- " " → zx\n');
    expect(diffText(diff)).toContain('+ " " → zy\n');
  });

  it("treats answers from the cache like answers found live", async () => {
    const store = await open();
    const old = catalog(names(same), products(targets));
    await compared(store, old, old);
    const diff = await compared(store, old, catalog(names(same), products({ bx: ["zx"] }, "2")));
    expect(told(diff)).toMatchObject([
      ["lost y zy"],
      [{ kind: "resource", resource: "products", versions: { a: { release: "1" }, b: { release: "2" } } }],
    ]);
  });

  it("lists as many changes as requested, counts the rest, and streams all of them", async () => {
    const store = await open();
    const diff = await compared(
      store,
      catalog(names(same), products(targets)),
      catalog(names(same), products({}, "2")),
    );
    const { changes } = await diffRuns(store, diff.a.id, diff.b.id, { maxChanges: 1 });
    expect(changes).toEqual({ items: diff.changes.items.slice(0, 1), total: 2, truncated: true });
    const all = [];
    for await (const it of runChanges(store, diff.a.id, diff.b.id)) all.push(it);
    expect(all).toEqual(diff.changes.items);
    expect(JSON.parse(JSON.stringify(diff))).toEqual(diff);
  });

  it("refuses sessions that do not exist, or that map between different types", async () => {
    const store = await open();
    const { a } = await compared(
      store,
      catalog(names(same), products(targets)),
      catalog(names(same), products(targets)),
    );
    const executor = new MappingExecutor({
      catalog: tableCatalog(catalog(names(same), products(targets))),
      store,
    });
    const { session } = await executor.executeMapping({
      sourceType: "A",
      targetType: "B",
      identifiers: ["x"],
    });
    await expect(diffRuns(store, a.id, "none")).rejects.toSatisfy((it) =>
      isWaymarkError(it, "session-not-found"),
    );
    await expect(diffRuns(store, a.id, session.id)).rejects.toSatisfy((it) =>
      isWaymarkError(it, "runs-not-comparable"),
    );
  });
});
