import {
  createCatalog,
  DeclaredType,
  TableHistory,
  type Catalog,
  type CuratedOverride,
  type LookUpHit,
  type LookUpRequest,
  type LookUpResult,
  type MappingVeto,
  type Resource,
  type ResourceMap,
} from "@waymark/executor";
import type { Relation } from "@waymark/trace-core";

/** Targets by identifier; `null` means withdrawn, an error means that the look-up fails. */
export type Table = Readonly<Record<string, readonly string[] | null | Error>>;

export interface TableOptions {
  readonly name: string;
  /** Default "1". */
  readonly release?: string | null;
  readonly contentHash?: string | null;
  readonly from: string;
  readonly to: string;
  readonly relation?: Relation;
  /** One table for each rank; named if there are several. */
  readonly ranks: readonly { readonly as?: string; readonly confidence?: number; readonly table: Table }[];
  readonly vetoes?: readonly MappingVeto[];
}

export interface HistoryOptions {
  readonly type: string;
  readonly resource: string;
  readonly release?: string | null;
  /** Successors by identifier; an empty list means withdrawn. */
  readonly successors: Readonly<Record<string, readonly string[]>>;
  readonly confidence?: number;
}

export interface TableCatalogOptions {
  readonly tables: readonly TableOptions[];
  /** Names of tables by path id, best path first. Default none, so paths are discovered. */
  readonly paths?: Readonly<Record<string, readonly string[]>>;
  readonly histories?: readonly HistoryOptions[];
  readonly overrides?: readonly CuratedOverride[];
}

/** A catalog over plain objects. Types are declared implicitly by use. */
export function tableCatalog(options: TableCatalogOptions): Catalog {
  const names = new Set(options.tables.flatMap((it) => [it.from, it.to]));
  return createCatalog({
    types: [...names].map((name) => new DeclaredType(name)),
    resources: options.tables.map((it) => new ObjectTable(it)),
    histories: (options.histories ?? []).map(
      ({ type, resource, release = "1", successors, confidence = 0.9 }) =>
        new TableHistory({
          type,
          resource,
          release,
          contentHash: null,
          successors: new Map(Object.entries(successors)),
          primary: null,
          confidence,
        }),
    ),
    overrides: options.overrides ?? [],
    paths: Object.entries(options.paths ?? {}).map(([id, steps], priority) => ({
      id,
      priority,
      steps: steps.map((resource) => ({ resource, map: "map" })),
    })),
  });
}

class ObjectTable implements Resource {
  readonly name: string;
  readonly release: string | null;
  readonly contentHash: string | null;
  readonly maps: readonly ResourceMap[];
  readonly vetoes: readonly MappingVeto[];

  constructor(private readonly options: TableOptions) {
    const { name, release = "1", contentHash = null, from, to, relation = "same", ranks } = options;
    this.name = name;
    this.release = release;
    this.contentHash = contentHash;
    this.vetoes = options.vetoes ?? [];
    this.maps = [
      {
        name: "map",
        sourceType: from,
        targetType: to,
        relation,
        ranks: ranks.map((it) => ({ name: it.as ?? null, confidence: it.confidence ?? 0.95 })),
        isReversible: true,
        definition: null,
      },
    ];
  }

  lookUp({ identifiers, rank, direction }: LookUpRequest): Promise<LookUpResult> {
    const result = {
      hits: new Map<string, LookUpHit[]>(),
      withdrawn: new Set<string>(),
      failed: new Map<string, Error>(),
    };
    const { ranks } = this.options;
    const tables =
      direction === "forward" ? [ranks[rank]?.table ?? {}] : ranks.map(({ table }) => inverse(table));
    for (const table of tables) {
      for (const id of identifiers) {
        const entry = Object.hasOwn(table, id) ? table[id] : undefined;
        if (entry === undefined) continue;
        if (entry === null) result.withdrawn.add(id);
        else if (entry instanceof Error) result.failed.set(id, entry);
        else result.hits.set(id, [...(result.hits.get(id) ?? []), ...entry.map(hit)]);
      }
    }
    return Promise.resolve(result);
  }
}

function hit(identifier: string): LookUpHit {
  return { identifier, confidence: null, matchedAs: null };
}

function inverse(table: Table): Table {
  const result: Record<string, string[]> = {};
  for (const [source, targets] of Object.entries(table)) {
    if (targets === null || targets instanceof Error) continue;
    for (const target of targets) (result[target] ??= []).push(source);
  }
  return result;
}
