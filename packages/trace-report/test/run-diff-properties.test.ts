import { MappingExecutor, type MappingRunResult } from "@waymark/executor";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import fc from "fast-check";
import { expect, it } from "vitest";

import { diffRuns, type ChangeCause, type MappingChange, type RunDiff } from "../src/index.js";
import { IDENTIFIERS, randomCatalog, randomTable } from "./support/random-tables.js";
import { tableCatalog, type TableCatalogOptions } from "./support/table-catalog.js";

interface Setting {
  readonly catalog: TableCatalogOptions;
  readonly minConfidence: number;
}

async function ran(
  store: InMemoryTraceStore,
  { catalog, minConfidence }: Setting,
): Promise<MappingRunResult> {
  const executor = new MappingExecutor({ catalog: tableCatalog(catalog), store });
  const identifiers = [...IDENTIFIERS, "unknown"];
  return executor.executeMapping({ sourceType: "A", targetType: "Z", identifiers, minConfidence });
}

const pairsOf = ({ results }: MappingRunResult): Set<string> =>
  new Set(results.flatMap((it) => it.targets.map((target) => `${it.outcome.sourceId} ${target.id}`)));

const changed = (diff: RunDiff, kind: MappingChange["kind"]): string[] =>
  diff.changes.items
    .filter((it) => it.kind === kind)
    .map((it) => `${it.sourceId} ${String(it.targetId)}`)
    .sort();

/** The value with everything that differs by run swapped. */
function mirrored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mirrored);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, it]) => {
      if (key === "a" || key === "b") return [key === "a" ? "b" : "a", mirrored(it)];
      if (key === "run") return [key, it === "a" ? "b" : "a"];
      if (key === "kind" && (it === "gained" || it === "lost"))
        return [key, it === "lost" ? "gained" : "lost"];
      return [key, mirrored(it)];
    }),
  );
}

const texts = (causes: unknown): string[] =>
  (causes as ChangeCause[]).map((it) => JSON.stringify(it, sortedKeys)).sort();

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The catalog with other content for some tables, each in a new release if `isMarked`. */
function withOtherTables(
  catalog: TableCatalogOptions,
  others: readonly (Record<string, readonly string[] | null | Error> | null)[],
  isMarked: boolean,
): TableCatalogOptions {
  return {
    ...catalog,
    tables: catalog.tables.map((it, i) => {
      const table = others[i];
      if (table === null || table === undefined) return it;
      return {
        ...it,
        ...(isMarked && { release: "2" }),
        ranks: it.ranks.map((rank) => ({ ...rank, table })),
      };
    }),
  };
}

const others = fc.array(fc.option(randomTable), { minLength: 5, maxLength: 5 });

it("finds exactly the answers that differ between two runs, each with a cause, and the same in reverse", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ catalog: randomCatalog, minConfidence: fc.constantFrom(0, 0.3) }),
      fc.oneof(
        fc.record({ tables: others, isMarked: fc.boolean() }),
        fc.record({ catalog: randomCatalog }),
        fc.record({ minConfidence: fc.constantFrom(0, 0.5) }),
      ),
      async (before, change) => {
        const after: Setting = {
          ...before,
          ...("tables" in change
            ? { catalog: withOtherTables(before.catalog, change.tables, change.isMarked) }
            : change),
        };
        const store = new InMemoryTraceStore();
        const [a, b] = [await ran(store, before), await ran(store, after)];
        const diff = await diffRuns(store, a.session.id, b.session.id);
        const [inA, inB] = [pairsOf(a), pairsOf(b)];
        expect(changed(diff, "gained")).toEqual([...inB].filter((it) => !inA.has(it)).sort());
        expect(changed(diff, "lost")).toEqual([...inA].filter((it) => !inB.has(it)).sort());
        for (const it of diff.changes.items) {
          expect(it.causes.length, JSON.stringify(it)).toBeGreaterThan(0);
          expect(
            it.causes.map((cause) => cause.kind),
            JSON.stringify(it),
          ).not.toContain("unrecorded");
        }
        expect(diff.changes.truncated).toBe(false);
        const back = await diffRuns(store, b.session.id, a.session.id);
        expect(back.changes.items.length).toBe(diff.changes.items.length);
        diff.changes.items.forEach((it, i) => {
          const { causes, ...rest } = mirrored(it) as MappingChange;
          const { causes: backCauses, ...backRest } = back.changes.items[i] ?? it;
          expect(backRest).toEqual(rest);
          expect(texts(backCauses)).toEqual(texts(causes));
        });
      },
    ),
    { numRuns: 150 },
  );
});

it("names only resources that changed", async () => {
  await fc.assert(
    fc.asyncProperty(randomCatalog, others, async (catalog, tables) => {
      const store = new InMemoryTraceStore();
      const a = await ran(store, { catalog, minConfidence: 0 });
      const b = await ran(store, { catalog: withOtherTables(catalog, tables, true), minConfidence: 0 });
      const { changes } = await diffRuns(store, a.session.id, b.session.id);
      const names = catalog.tables.filter((_, i) => tables[i] !== null).map((it) => it.name);
      for (const { causes } of changes.items) {
        for (const cause of causes) {
          if (cause.kind === "resource") expect(names).toContain(cause.resource);
          else expect(["failure", "identifier", "veto", "override"]).toContain(cause.kind);
        }
      }
    }),
    { numRuns: 100 },
  );
});

it("finds no difference between a run and itself", async () => {
  await fc.assert(
    fc.asyncProperty(randomCatalog, async (catalog) => {
      const store = new InMemoryTraceStore();
      const { session } = await ran(store, { catalog, minConfidence: 0 });
      const again = await ran(store, { catalog, minConfidence: 0 });
      for (const other of [session.id, again.session.id]) {
        const { changes, identifiers } = await diffRuns(store, session.id, other);
        expect(changes.items).toEqual([]);
        expect(identifiers).toEqual({ inBoth: 5, onlyInA: 0, onlyInB: 0, changed: 0 });
      }
    }),
    { numRuns: 50 },
  );
});
