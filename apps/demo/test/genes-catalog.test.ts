import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { loadCatalog, MappingExecutor, type LoadedCatalog, type MappingRunResult } from "@waymark/executor";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { beforeAll, describe, expect, it } from "vitest";

import { TestData } from "./test-data.js";

const data = TestData.find();
const CATALOG = fileURLToPath(new URL("../catalogs/genes.yaml", import.meta.url));

describe.skipIf(data === null)("The gene catalog, over the real tables", () => {
  let loaded: LoadedCatalog;

  beforeAll(async () => {
    loaded = await loadCatalog(CATALOG, { dataDir: data!.folder });
  });

  function map(targetType: string, identifiers: readonly string[]): Promise<MappingRunResult> {
    const executor = new MappingExecutor({ catalog: loaded.catalog, store: new InMemoryTraceStore() });
    return executor.executeMapping({ sourceType: "HGNC_SYMBOL", targetType, identifiers });
  }

  it("reads every row and skips none", () => {
    expect(
      loaded.report.resources.map((it) => [it.name, it.rowsRead, it.rowsSkipped, it.identifiersSkipped]),
    ).toEqual([
      ["hgnc", 43_882, 0, 0],
      ["withdrawn", 5_310, 0, 0],
      ["ncbi_ensembl", 40_102, 0, 0],
      ["ncbi_uniprot", 32_265, 0, 0],
      ["uniprot_ensembl", 27_846, 0, 0],
    ]);
  });

  it("warns that the history is newer than the table of current identifiers", () => {
    expect(loaded.report.resources[1]).toMatchObject({ historyEntries: 5_285, historyOverruled: 80 });
    expect(loaded.report.warnings).toHaveLength(1);
  });

  it("prefers an approved symbol to a previous one, and keeps both genes of an ambiguous previous symbol", async () => {
    const { results } = await map("HGNC_ID", ["HTT", "MARCH1", "STRA13", "p53"]);
    expect(
      results.map((it) => [
        it.raw,
        it.outcome.matchedAs,
        it.outcome.isAmbiguous,
        it.targets.map((to) => to.id).sort(),
      ]),
    ).toEqual([
      // Now the symbol of huntingtin, formerly also that of the serotonin transporter.
      ["HTT", "approved", false, ["HGNC:4851"]],
      ["MARCH1", "previous", false, ["HGNC:26077"]],
      ["STRA13", "previous", true, ["HGNC:1046", "HGNC:11422"]],
      ["p53", "alias", false, ["HGNC:11998"]],
    ]);
  });

  // Counted independently, by a script over the same tables that does not use Waymark.
  it.each([
    ["ENSEMBL_GENE", { mapped: 17_731, mappedToMany: 1_239, notFound: 108 }],
    ["ENSEMBL_PROTEIN", { mapped: 12_869, mappedToMany: 5_015, notFound: 1_194 }],
  ])(
    "maps the symbols of 2013 to %s as far as the tables allow",
    async (targetType, counts) => {
      const text = await readFile(join(data!.folder, "symbols_2013-09.txt"), "utf8");
      const { summary } = await map(targetType, text.trim().split("\n"));
      expect(summary).toMatchObject({ inputs: 19_078, unresolved: 0, invalid: 0, obsolete: 0, ...counts });
    },
    120_000,
  );
});
