import {
  createCatalog,
  DeclaredType,
  FunctionResource,
  MappingExecutor,
  type Catalog,
} from "@waymark/executor";
import { openStore } from "@waymark/open-store";

/** Symbols name genes, genes have proteins. In release 2, C means another gene, and E is new. */
const GENES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "1": { A: ["g1"], B: ["g2", "g3"], C: ["g1"], D: ["g5"] },
  "2": { A: ["g1"], B: ["g2", "g3"], C: ["g4"], D: ["g5"], E: ["g2"] },
};
const PROTEINS: Readonly<Record<string, readonly string[]>> = {
  g1: ["p1", "p1b"],
  g2: ["p2"],
  g3: ["p3"],
  g4: ["p4"],
};

const IDENTIFIERS = ["A", "B", "C", "D", "E", "=HYPERLINK(1)"];

/** Ids of the sessions of `mapSample`, oldest first. */
export const SESSIONS = [
  "00000000-0000-7000-8000-000000000000",
  "00000000-0000-7000-8000-000000001000",
] as const;

/** Two runs, the second with a newer release of one table; clock and ids are the same every time. */
export async function mapSample(url: string): Promise<void> {
  const store = await openStore(url);
  try {
    let ticks = 0;
    const clock = (): Date => new Date(Date.UTC(2026, 0, 1) + ticks++);
    for (const [run, release] of ["1", "2"].entries()) {
      let ids = run * 1_000;
      const newId = (): string => `00000000-0000-7000-8000-${String(ids++).padStart(12, "0")}`;
      const executor = new MappingExecutor({ catalog: catalogOf(release), store, clock, newId });
      await executor.executeMapping({
        sourceType: "SYMBOL",
        targetType: "PROTEIN",
        identifiers: IDENTIFIERS,
        tags: [`release-${release}`],
      });
    }
  } finally {
    await store.close();
  }
}

function catalogOf(release: string): Catalog {
  return createCatalog({
    types: ["SYMBOL", "GENE", "PROTEIN"].map((it) => new DeclaredType(it)),
    resources: [
      table(
        "genes",
        release,
        { sourceType: "SYMBOL", targetType: "GENE", relation: "names" },
        GENES[release] ?? {},
      ),
      table("proteins", "1", { sourceType: "GENE", targetType: "PROTEIN", relation: "product" }, PROTEINS),
    ],
    paths: [
      {
        id: "symbol-to-protein",
        steps: [
          { resource: "genes", map: "map" },
          { resource: "proteins", map: "map" },
        ],
      },
    ],
  });
}

function table(
  name: string,
  release: string,
  map: { sourceType: string; targetType: string; relation: "names" | "product" },
  hits: Readonly<Record<string, readonly string[]>>,
): FunctionResource {
  return new FunctionResource({
    name,
    release,
    maps: [
      {
        name: "map",
        ...map,
        lookUp: (asked) => ({ hits: Object.fromEntries(asked.map((id) => [id, [...(hits[id] ?? [])]])) }),
      },
    ],
  });
}
