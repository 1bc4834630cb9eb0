import { createCatalog, DeclaredType, FunctionResource, TableHistory, type Catalog } from "@waymark/executor";

type Table = Readonly<Record<string, string | readonly string[]>>;

export interface GeneCatalogOptions {
  /** Default "2024-10". */
  readonly hgncRelease?: string;
  /** Default: one that knows AREG, MLH1 and MSH2. */
  readonly genes?: Table;
  /** Default false. */
  readonly genesFail?: boolean;
  /** Default none: only `by-hgnc`. */
  readonly extraPath?: { readonly id: string; readonly genes: Table };
}

const ENSEMBL: Table = { "HGNC:651": "ENSG1", "HGNC:7127": "ENSG2", "HGNC:7325": "ENSG3" };

/**
 * Symbols → HGNC ids → genes: with a renamed, an ambiguous, a reused and a dead-end symbol, and a history of HGNC ids.
 */
export function geneCatalog(options: GeneCatalogOptions = {}): Catalog {
  const { hgncRelease = "2024-10", genes = ENSEMBL, genesFail = false, extraPath } = options;
  const hgnc = new FunctionResource({
    name: "hgnc",
    release: hgncRelease,
    maps: [
      {
        name: "symbol",
        sourceType: "SYMBOL",
        targetType: "HGNC_ID",
        relation: "names",
        ranks: [
          rank("approved", 1, {
            AREG: "HGNC:651",
            MLH1: "HGNC:7127",
            DUX4: "HGNC:50800",
            OLDONE: "HGNC:34509",
          }),
          rank("previous", 0.95, { AREGB: "HGNC:651", DUX4: "HGNC:3082", GONE: "HGNC:1" }),
          rank("alias", 0.7, { HNPCC: ["HGNC:7127", "HGNC:7325"], HALF: ["HGNC:651", "HGNC:50800"] }),
        ],
      },
    ],
  });
  const ensembl = new FunctionResource({
    name: "ensembl",
    release: "112",
    maps: [
      {
        name: "gene",
        sourceType: "HGNC_ID",
        targetType: "GENE",
        lookUp: genesFail ? fail : answers(genes),
      },
    ],
  });
  const other = new FunctionResource({
    name: "other",
    release: "1",
    maps: [
      { name: "gene", sourceType: "SYMBOL", targetType: "GENE", lookUp: answers(extraPath?.genes ?? {}) },
    ],
  });
  return createCatalog({
    types: [
      new DeclaredType("SYMBOL", { pattern: "[^;]+" }),
      new DeclaredType("HGNC_ID"),
      new DeclaredType("GENE"),
    ],
    resources: [hgnc, ensembl, other],
    histories: [
      new TableHistory({
        type: "HGNC_ID",
        resource: "withdrawn",
        release: "2026-01",
        contentHash: null,
        successors: new Map([
          ["HGNC:34509", ["HGNC:651"]],
          ["HGNC:1", []],
        ]),
        primary: null,
        confidence: 1,
      }),
    ],
    paths: [
      {
        id: "by-hgnc",
        steps: [
          { resource: "hgnc", map: "symbol" },
          { resource: "ensembl", map: "gene" },
        ],
      },
      ...(extraPath ? [{ id: extraPath.id, priority: 1, steps: [{ resource: "other", map: "gene" }] }] : []),
    ],
  });
}

function rank(
  name: string,
  confidence: number,
  table: Table,
): { name: string; confidence: number; lookUp: ReturnType<typeof answers> } {
  return { name, confidence, lookUp: answers(table) };
}

function answers(
  table: Table,
): (asked: readonly string[]) => ReadonlyMap<string, string | readonly string[]> {
  const known = new Map(Object.entries(table));
  return (asked) => new Map(asked.flatMap((id) => (known.has(id) ? [[id, known.get(id) ?? []]] : [])));
}

function fail(): never {
  throw new Error("The service is down");
}
