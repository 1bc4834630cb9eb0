import { readFile } from "node:fs/promises";

import { describe, expect, it } from "vitest";

import { TestData, tableRows } from "./test-data.js";

const data = TestData.find();

async function sample(file: string): Promise<Readonly<Record<string, string>>[]> {
  return tableRows(await readFile(new URL(`../sample/${file}`, import.meta.url), "utf8"));
}

function list(cell: string | undefined): string[] {
  return (cell ?? "").split("|").filter((it) => it !== "");
}

/** Expects all pairs to be among the facts. */
function expectAmong(pairs: readonly string[], facts: readonly string[]): void {
  const known = new Set(facts);
  expect(pairs.filter((it) => !known.has(it))).toEqual([]);
}

describe.skipIf(data === null)("The sample", () => {
  it("has only symbols that HGNC knows for its genes, with their NCBI ids", async () => {
    const hgnc = new Map(
      (await data!.rows("hgnc_complete_set_2024-10.txt.gz")).map((it) => [it.hgnc_id, it]),
    );
    for (const row of await sample("genes.tsv")) {
      const fact = hgnc.get(row.hgnc_id);
      expect(row).toMatchObject({ symbol: fact?.symbol, ncbi_gene: fact?.entrez_id });
      expectAmong(list(row.previous), list(fact?.prev_symbol));
      expectAmong(list(row.alias), list(fact?.alias_symbol));
    }
  });

  it("has genes and proteins of the list of well-known ones, and XIST, which has no protein", async () => {
    const wellKnown = await data!.rows("wellknown.tsv");
    const facts = wellKnown.map((it) => `${it.hgnc_id} ${it.symbol} ${it.ncbi_gene_id}`);
    const genes = (await sample("genes.tsv")).map((it) => `${it.hgnc_id} ${it.symbol} ${it.ncbi_gene}`);
    expectAmong(genes, [...facts, "HGNC:12810 XIST 7503"]);
    expect(genes.length).toBeGreaterThanOrEqual(60);
    const proteins = (await sample("proteins.tsv")).map((it) => `${it.ncbi_gene} ${it.uniprot}`);
    expectAmong(
      proteins,
      wellKnown.map((it) => `${it.ncbi_gene_id} ${it.uniprot_accession}`),
    );
  });

  it("has the right genes for its proteins, and all their Ensembl ids", async () => {
    const ofGenes = (await data!.rows("entrez_uniprot.tsv")).map((it) => `${it.entrez_id} ${it.uniprot_id}`);
    const ensembl = new Map<string, Set<string>>();
    for (const row of await data!.rows("uniprot_ensembl_protein.tsv")) {
      const accession = row.Final_mapping_uniprot_id ?? "";
      ensembl.set(accession, (ensembl.get(accession) ?? new Set()).add(row.ensp_id ?? ""));
    }
    const rows = await sample("proteins.tsv");
    expectAmong(
      rows.map((it) => `${it.ncbi_gene} ${it.uniprot}`),
      ofGenes,
    );
    for (const row of rows) {
      expect(new Set(list(row.ensembl_protein))).toEqual(ensembl.get(row.uniprot ?? ""));
    }
  });

  it("has only withdrawn and merged ids that HGNC has withdrawn and merged", async () => {
    const facts = await data!.rows("hgnc_withdrawn_2026-01.tsv");
    expectAmong(
      (await sample("retired.tsv")).map((it) => `${it.hgnc_id} ${it.symbol} ${it.successor}`),
      facts.map((it) => `${it.secondaryID} ${it.secondarySymbol} ${it.primaryID}`),
    );
  });
});
