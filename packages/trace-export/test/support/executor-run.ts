import { createCatalog, DeclaredType, FunctionResource, MappingExecutor } from "@waymark/executor";
import type { MappingSession, TraceStore } from "@waymark/trace-core";

type Table = Readonly<Record<string, readonly string[]>>;

const lookUp = (table: Table) => (asked: readonly string[]) =>
  new Map(asked.flatMap((id) => (Object.hasOwn(table, id) ? [[id, table[id] ?? []] as const] : [])));

const hgnc = new FunctionResource({
  name: "hgnc",
  release: "2024-10",
  maps: [
    {
      name: "symbol",
      sourceType: "HGNC_SYMBOL",
      targetType: "HGNC_ID",
      relation: "names",
      ranks: [
        {
          name: "approved",
          confidence: 1,
          lookUp: lookUp({ TP53: ["HGNC:11998"], MLH1: ["HGNC:7127"], LOST: ["HGNC:1"] }),
        },
        {
          name: "alias",
          confidence: 0.7,
          lookUp: lookUp({ p53: ["HGNC:11998"], HNPCC: ["HGNC:7127", "HGNC:7325"] }),
        },
      ],
    },
  ],
});

const uniprot = new FunctionResource({
  name: "uniprot",
  release: "2024_05",
  maps: [
    {
      name: "protein",
      sourceType: "HGNC_ID",
      targetType: "UNIPROTKB_AC",
      relation: "product",
      lookUp: lookUp({
        "HGNC:11998": ["P04637", "A0A087"],
        "HGNC:7127": ["P40692"],
        "HGNC:7325": ["P43246"],
      }),
    },
  ],
});

/** A small run over two hops with a variety of outcomes; what was asked before is answered from the cache. */
export async function runExecutor(
  store: TraceStore,
  identifiers: readonly string[] = ["TP53", "p53", "HNPCC", "LOST", "NOTAGENE", "a;b"],
): Promise<MappingSession> {
  const catalog = createCatalog({
    types: [
      new DeclaredType("HGNC_SYMBOL", { pattern: "[^;]+" }),
      new DeclaredType("HGNC_ID"),
      new DeclaredType("UNIPROTKB_AC"),
    ],
    resources: [hgnc, uniprot],
  });
  const executor = new MappingExecutor({ catalog, store });
  const { session } = await executor.executeMapping({
    sourceType: "HGNC_SYMBOL",
    targetType: "UNIPROTKB_AC",
    identifiers: [...identifiers],
  });
  return session;
}
