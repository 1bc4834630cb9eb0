import { createCatalog, DeclaredType, FunctionResource, type Catalog } from "@waymark/executor";

import { uniProtAccession } from "./identifiers.js";

/** The types along the three hops. */
export const GENE_TYPES = ["ENSEMBL_GENE", "HGNC_ID", "NCBI_GENE", "UNIPROTKB_AC"] as const;

export const RUN_SOURCE_TYPE = GENE_TYPES[0];
export const RUN_TARGET_TYPE = GENE_TYPES[3];

/** Three hops that are computed: tables with millions of rows would dominate the measured memory. */
export function workedOutCatalog(): Catalog {
  const hops = [
    (gene: string) => `HGNC:${Number(gene.slice("ENSG".length))}`,
    (hgnc: string) => hgnc.slice("HGNC:".length),
    (gene: string) => uniProtAccession(Number(gene)),
  ];
  const resources = hops.map(
    (hop, i) =>
      new FunctionResource({
        name: `table_${i + 1}`,
        release: "2026-01",
        maps: [
          {
            name: "id",
            sourceType: GENE_TYPES[i] ?? "",
            targetType: GENE_TYPES[i + 1] ?? "",
            lookUp: (identifiers) => new Map(identifiers.map((it) => [it, hop(it)])),
          },
        ],
      }),
  );
  return createCatalog({
    types: GENE_TYPES.map((name) => new DeclaredType(name)),
    resources,
    paths: [{ id: "gene-to-protein", steps: resources.map((it) => ({ resource: it.name, map: "id" })) }],
  });
}
