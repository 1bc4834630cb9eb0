import { loadCatalog, MappingExecutor, type MappingRequest, type MappingRunResult } from "@waymark/executor";
import { openSqlTraceStore } from "@waymark/store-sql";
import type { TraceStore } from "@waymark/trace-core";
import { describe, expect, it, onTestFinished } from "vitest";

import { diffRuns, runReport, type RunDiff } from "../src/index.js";
import { GENE_CATALOG, GeneTables } from "./support/gene-tables.js";

const tables = GeneTables.find();

async function ran(
  store: TraceStore,
  dataDir: string,
  request: Pick<MappingRequest, "sourceType" | "targetType" | "identifiers">,
): Promise<MappingRunResult> {
  const { catalog } = await loadCatalog(GENE_CATALOG, { dataDir });
  return new MappingExecutor({ catalog, store }).executeMapping(request);
}

async function openStore(): Promise<TraceStore> {
  const store = await openSqlTraceStore({ url: "sqlite::memory:" });
  onTestFinished(() => store.close());
  return store;
}

const pairsOf = ({ results }: MappingRunResult): Set<string> =>
  new Set(results.flatMap((it) => it.targets.map((target) => `${it.outcome.sourceId} ${target.id}`)));

const pairs = ({ changes }: RunDiff, kind: string): Set<string> =>
  new Set(
    changes.items.filter((it) => it.kind === kind).map((it) => `${it.sourceId} ${String(it.targetId)}`),
  );

describe.skipIf(tables === null)("the difference of two runs over real tables", () => {
  it("traces every change to the one table that is an older copy", { timeout: 240_000 }, async () => {
    if (tables === null) return;
    const [header = "", ...rows] = await tables.lines("entrez_uniprot.tsv");
    // One gene in fifty is missing, and one accession in ninety-seven differs.
    const older = rows
      .filter((_, i) => i % 50 !== 7)
      .map((row, i) => (i % 97 === 11 ? row.replace(/\t.*/, "\tQ00000") : row));
    const folder = await tables.copyWith({ "entrez_uniprot.tsv": [header, ...older] });
    const symbols = await tables.lines("symbols_2013-09.txt");
    const request = { sourceType: "HGNC_SYMBOL", targetType: "ENSEMBL_PROTEIN", identifiers: symbols };
    const store = await openStore();
    const [a, b] = [await ran(store, folder, request), await ran(store, tables.folder, request)];
    const diff = await diffRuns(store, a.session.id, b.session.id, { maxChanges: 1e6 });

    const [inA, inB] = [pairsOf(a), pairsOf(b)];
    expect(pairs(diff, "gained")).toEqual(new Set([...inB].filter((it) => !inA.has(it))));
    expect(pairs(diff, "lost")).toEqual(new Set([...inA].filter((it) => !inB.has(it))));
    expect(pairs(diff, "gained").size).toBeGreaterThan(100);
    for (const { causes } of diff.changes.items)
      expect(causes).toMatchObject([
        { kind: "resource", resource: "ncbi_uniprot", place: { type: "NCBI_GENE" } },
      ]);

    const report = await runReport(store, b.session.id);
    expect(report.identifiers).toBe(new Set(symbols).size);
    expect(
      report.paths.items.flatMap(({ pathId, funnel }) =>
        funnel.map(({ step, in: entered, out }) => ({ pathId, step, in: entered, out })),
      ),
    ).toEqual(b.hops);
  });

  it("finds the identifiers that HGNC has merged or withdrawn since", { timeout: 240_000 }, async () => {
    if (tables === null) return;
    const genes = await tables.lines("hgnc_complete_set_2024-10.txt.gz");
    const withdrawn = await tables.lines("hgnc_withdrawn_2026-01.tsv");
    const columns = (genes[0] ?? "").split("\t");
    const current = new Set(genes.slice(1).map((it) => it.split("\t")[columns.indexOf("hgnc_id")]));
    const fates = withdrawn
      .slice(1)
      .map((line) => ({ line, cells: line.split("\t") }))
      .filter(
        ({ cells: [successor = "", , id = ""] }) =>
          !current.has(id) && (current.has(successor) || successor === "Entry Withdrawn"),
      );
    const merged = fates.filter(({ cells: [successor] }) => successor !== "Entry Withdrawn").slice(0, 20);
    const gone = fates.filter(({ cells: [successor] }) => successor === "Entry Withdrawn").slice(0, 10);
    const undone = new Set([...merged, ...gone].map((it) => it.cells[2]));
    // As it was before: these ids are current, and the history does not list them.
    const before = [...undone].map((id, i) =>
      columns
        .map((it) =>
          it === "hgnc_id"
            ? id
            : it === "symbol"
              ? `OLD${String(i)}`
              : it === "entrez_id"
                ? String(9_000_000 + i)
                : "",
        )
        .join("\t"),
    );
    const folder = await tables.copyWith({
      "hgnc_complete_set_2024-10.txt.gz": [...genes, ...before],
      "hgnc_withdrawn_2026-01.tsv": withdrawn.filter((it) => !undone.has(it.split("\t")[2])),
    });
    const identifiers = [...undone, ...[...current].slice(0, 1_000)].filter((it) => it !== undefined);
    const request = { sourceType: "HGNC_ID", targetType: "NCBI_GENE", identifiers };
    const store = await openStore();
    const [a, b] = [await ran(store, folder, request), await ran(store, tables.folder, request)];
    const diff = await diffRuns(store, a.session.id, b.session.id);

    expect(new Set(diff.changes.items.map((it) => it.sourceId))).toEqual(undone);
    for (const { sourceId, causes } of diff.changes.items) {
      const isGone = gone.some((it) => it.cells[2] === sourceId);
      expect(causes).toMatchObject([
        {
          kind: "identifier",
          identifier: sourceId,
          fate: {
            a: "current",
            b: isGone ? "withdrawn" : (expect.stringMatching(/replaced|split/) as string),
          },
          resource: "withdrawn",
        },
      ]);
    }
  });
});
