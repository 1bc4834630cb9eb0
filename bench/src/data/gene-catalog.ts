import { createCatalog, DeclaredType, FunctionResource, type Catalog } from "@waymark/executor";

import { uniProtAccession } from "./identifiers.js";

/** Types along the three hops. */
const TYPES = ["ENSEMBL_GENE", "HGNC_ID", "NCBI_GENE", "UNIPROTKB_AC"] as const;

export const RUN_SOURCE_TYPE = TYPES[0];
export const RUN_TARGET_TYPE = TYPES[3];

/** What a hop leads to. */
export type Hop = (identifier: string) => string | undefined;

/** Three hops that are worked out: tables of millions would be the memory that is measured. */
export function workedOutCatalog(): Catalog {
  return threeHopCatalog([
    (gene) => `HGNC:${Number(gene.slice("ENSG".length))}`,
    (hgnc) => hgnc.slice("HGNC:".length),
    (gene) => uniProtAccession(Number(gene)),
  ]);
}

/** Three hops over function resources, each with one map. */
export function threeHopCatalog(hops: readonly [Hop, Hop, Hop]): Catalog {
  const resources = hops.map((hop, i) => {
    const [sourceType, targetType] = [TYPES[i] ?? "", TYPES[i + 1] ?? ""];
    return new FunctionResource({
      name: `table_${i + 1}`,
      release: "2026-01",
      maps: [
        {
          name: "id",
          sourceType,
          targetType,
          lookUp: (identifiers) => {
            const hits = new Map<string, string>();
            for (const identifier of identifiers) {
              const target = hop(identifier);
              if (target !== undefined) hits.set(identifier, target);
            }
            return hits;
          },
        },
      ],
    });
  });
  return createCatalog({
    types: TYPES.map((name) => new DeclaredType(name)),
    resources,
    paths: [{ id: "gene-to-protein", steps: resources.map((it) => ({ resource: it.name, map: "id" })) }],
  });
}
