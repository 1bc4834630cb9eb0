import {
  createCatalog,
  DeclaredType,
  FunctionResource,
  MappingExecutor,
  type Catalog,
} from "@waymark/executor";
import type { TraceStore } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  CONFLICT_KINDS,
  conflicts,
  shownIdentifier,
  type Conflict,
  type ConflictsProgress,
} from "../src/index.js";
import { collect } from "./support/collect.js";
import { describeOnEachStore } from "./support/each-store.js";
import { geneCatalog } from "./support/gene-catalog.js";
import { loggedSessions, logSessions } from "./support/logged-trace.js";

const DIRECT = {
  AREGB: "ENSG7",
  AREG: "ENSG1",
  MLH1: ["ENSG2", "ENSG8"],
  HNPCC: ["ENSG2", "ENSG8"],
};

describeOnEachStore("Paths that disagree", (open) => {
  async function run(store: TraceStore, catalog: Catalog, minConfidence = 0): Promise<string> {
    const { session } = await new MappingExecutor({ catalog, store }).executeMapping({
      sourceType: "SYMBOL",
      targetType: "GENE",
      identifiers: ["AREG", "AREGB", "MLH1", "HNPCC", "NOTAGENE"],
      minConfidence,
      discoverPaths: false,
    });
    return session.id;
  }

  function gist({ sourceId, kind, shared, paths }: Conflict): unknown {
    return [
      sourceId,
      kind,
      shared.items.join(),
      ...paths.map((it) => `${it.pathId}: ${it.targets.items.map((to) => to.targetId).join()}`),
    ];
  }

  const byDirect = (): Catalog => geneCatalog({ extraPath: { id: "direct", genes: DIRECT } });

  it("are found within one run, and classified by how they disagree", async () => {
    const store = await open();
    // Everything that the first path finds is filtered, so the second is tried as well.
    const session = await run(store, byDirect(), 0.951);
    for (const request of [{}, { sessionId: session }, { sourceType: "SYMBOL", targetType: "GENE" }]) {
      expect((await collect(conflicts(store, request))).map(gist)).toEqual([
        ["AREGB", "disjoint", "", "by-hgnc: ENSG1", "direct: ENSG7"],
        ["HNPCC", "overlap", "ENSG2", "by-hgnc: ENSG2,ENSG3", "direct: ENSG2,ENSG8"],
        ["MLH1", "subset", "ENSG2", "by-hgnc: ENSG2", "direct: ENSG2,ENSG8"],
      ]);
    }
    const agreeing = await collect(conflicts(store, {}, { kinds: ["agree"] }));
    expect(agreeing.map(gist)).toEqual([["AREG", "agree", "ENSG1", "by-hgnc: ENSG1", "direct: ENSG1"]]);
    expect(await collect(conflicts(store, { targetType: "PROTEIN" }))).toEqual([]);
  });

  it("do not include a path whose answer differs only from its own answer with an older table", async () => {
    const store = await open();
    await run(store, geneCatalog());
    await run(store, geneCatalog({ hgncRelease: "2025-01", genes: { "HGNC:651": "ENSG9" } }));
    expect(await collect(conflicts(store))).toEqual([]);
  });

  it("are reported along with how many identifiers were compared, since most are answered by one path only", async () => {
    const store = await open();
    const counts: ConflictsProgress[] = [];
    const onProgress = (it: ConflictsProgress): unknown => counts.push(it);
    await run(store, byDirect());
    expect(await collect(conflicts(store, {}, { onProgress }))).toEqual([]);
    expect(counts.at(-1)).toEqual({ identifiers: 4, compared: 0 });
    const session = await run(store, byDirect(), 0.951);
    await collect(conflicts(store, { sessionId: session }, { onProgress }));
    expect(counts.at(-1)).toEqual({ identifiers: 4, compared: 4 });
  });

  it("show the original text of an input that is not an identifier but was mapped by a secondary one", async () => {
    const store = await open();
    const table = (name: string, sourceType: string, targetType: string, target: string) =>
      new FunctionResource({
        name,
        release: "1",
        maps: [
          {
            name: "map",
            sourceType,
            targetType,
            lookUp: (asked) => new Map(asked.map((it) => [it, target])),
          },
        ],
      });
    for (const [name, gene] of [
      ["old", "ENSG1"],
      ["new", "ENSG9"],
    ] as const) {
      const catalog = createCatalog({
        types: [
          new DeclaredType("SYMBOL"),
          new DeclaredType("HGNC_ID", { pattern: String.raw`HGNC:\d+` }),
          new DeclaredType("GENE"),
        ],
        resources: [table("hgnc", "SYMBOL", "HGNC_ID", "HGNC:651"), table(name, "HGNC_ID", "GENE", gene)],
      });
      await new MappingExecutor({ catalog, store }).executeMapping({
        sourceType: "HGNC_ID",
        targetType: "GENE",
        identifiers: [{ identifier: " ", secondary: { SYMBOL: "AREG" } }],
        secondaryTypes: ["SYMBOL"],
      });
    }
    const found = await collect(conflicts(store));
    expect(found.map((it) => [it.kind, it.rawIds, shownIdentifier(it)])).toEqual([
      ["disjoint", [" "], '" "'],
    ]);
  });

  it("name the resources, with releases, that each path used", async () => {
    const store = await open();
    const session = await run(store, byDirect(), 0.951);
    const [conflict] = await collect(conflicts(store));
    expect(conflict!.paths[0]).toMatchObject({
      pathId: "by-hgnc",
      sessionId: session,
      targets: {
        items: [
          {
            targetId: "ENSG1",
            resources: [
              { resource: "hgnc", release: "2024-10" },
              { resource: "ensembl", release: "112" },
            ],
          },
        ],
      },
    });
    expect(JSON.parse(JSON.stringify(conflict))).toEqual(conflict);
  });

  it("list at most the requested number of targets, but compare all of them", async () => {
    const store = await open();
    await run(store, byDirect(), 0.951);
    const [, overlap] = await collect(conflicts(store, {}, { maxTargets: 1 }));
    expect(overlap).toMatchObject({
      kind: "overlap",
      paths: [{ targets: { total: 2, truncated: true } }, { targets: { total: 2, truncated: true } }],
    });
  });
});

describe("Conflicts of any trace", () => {
  it("are between the latest results of each path, compared in pairs", async () => {
    await fc.assert(
      fc.asyncProperty(loggedSessions, async (sessions) => {
        const store = new InMemoryTraceStore();
        await logSessions(store, sessions);
        const expected: [string, string, string[]][] = [];
        for (const source of ["s0", "s1", "s2"]) {
          const said = [0, 1, 2].flatMap((path) => {
            const words = sessions
              .map(({ branches }) => branches.filter((it) => it.path === path && it.source === source))
              .filter((it) => it.length > 0);
            const latest = words.at(-1);
            return latest ? [[...new Set(latest.map((it) => it.target))].sort()] : [];
          });
          if (said.length < 2) continue;
          const rank = Math.max(...said.flatMap((a) => said.map((b) => rankOf(a, b))));
          expected.push([source, CONFLICT_KINDS[rank]!, said.map((it) => it.join())]);
        }
        const found = await collect(conflicts(store, {}, { kinds: CONFLICT_KINDS }));
        expect(
          found.map((it) => [
            it.sourceId,
            it.kind,
            it.paths.map((path) => path.targets.items.map((to) => to.targetId).join()),
          ]),
        ).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

function rankOf(a: readonly string[], b: readonly string[]): number {
  const shared = a.filter((it) => b.includes(it)).length;
  if (shared === 0) return 3;
  if (shared < a.length && shared < b.length) return 2;
  return a.length === b.length ? 0 : 1;
}
