import { createCatalog, DeclaredType, type Catalog, type Resource } from "@waymark/executor";

/** A catalog of one `service` from SYMBOL to GENE, which reports for each of these symbols the given release. */
export function changingService(releases: Readonly<Record<string, string>>): Catalog {
  const service: Resource = {
    name: "service",
    release: null,
    contentHash: null,
    maps: [
      {
        name: "map",
        sourceType: "SYMBOL",
        targetType: "GENE",
        relation: "names",
        ranks: [{ name: null, confidence: 1 }],
        isReversible: false,
        definition: null,
      },
    ],
    lookUp({ identifiers }) {
      const known = identifiers.flatMap((it) => {
        const release = releases[it];
        return release === undefined ? [] : [[it, release] as const];
      });
      const hit = { identifier: "ENSG1", confidence: null, matchedAs: null };
      const hits = new Map(known.map(([it, release]) => [it, [{ ...hit, release }]]));
      return Promise.resolve({ hits, withdrawn: new Set(), failed: new Map() });
    },
  };
  return createCatalog({
    types: ["SYMBOL", "GENE"].map((it) => new DeclaredType(it)),
    resources: [service],
  });
}
