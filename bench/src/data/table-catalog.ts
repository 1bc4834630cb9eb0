import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadCatalog, type Catalog } from "@waymark/executor";

import { GENE_TYPES } from "./gene-catalog.js";
import { ensemblGene, hgncId, ncbiGene, uniProtAccession } from "./identifiers.js";

/** In the order of `GENE_TYPES`. */
const IDENTIFIER_OF = [ensemblGene, hgncId, ncbiGene, uniProtAccession] as const;

/** Three hops over tables with this many rows each, read from files like any user's. */
export async function tableCatalog(rows: number): Promise<Catalog> {
  const folder = await mkdtemp(join(tmpdir(), "waymark-bench-"));
  try {
    const hops = IDENTIFIER_OF.slice(1).map((toTarget, i) => {
      const from = GENE_TYPES[i] ?? "";
      const to = GENE_TYPES[i + 1] ?? "";
      const toSource = IDENTIFIER_OF[i] ?? toTarget;
      return { name: `table_${i + 1}`, from, to, toSource, toTarget };
    });
    for (const { name, from, to, toSource, toTarget } of hops) {
      const lines = Array.from({ length: rows }, (_, i) => `${toSource(i)}\t${toTarget(i)}\n`);
      await writeFile(join(folder, `${name}.tsv`), `${from}\t${to}\n${lines.join("")}`);
    }
    const resources = hops.map(({ name, from, to }) => [
      name,
      {
        file: `${name}.tsv`,
        release: "2026-01",
        maps: { id: { from: { type: from, column: from }, to: { type: to, column: to } } },
      },
    ]);
    const catalog = {
      types: Object.fromEntries(GENE_TYPES.map((it) => [it, {}])),
      resources: Object.fromEntries(resources) as Record<string, unknown>,
      paths: { "gene-to-protein": hops.map(({ name }) => `${name}.id`) },
    };
    const file = join(folder, "catalog.yaml");
    // JSON is also YAML.
    await writeFile(file, JSON.stringify(catalog));
    return (await loadCatalog(file)).catalog;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
