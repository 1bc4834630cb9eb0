import type { Relation } from "@waymark/trace-core";

import type { LookUpHit, LookUpRequest, LookUpResult, MapRank, Resource, ResourceMap } from "../resource.js";
import type { ResourceAbout } from "../resource-about.js";
import { caseFoldedRank } from "./case-folded-rank.js";
import { HitLists } from "./hit-lists.js";
import type { TableIndex } from "./table-index.js";

/** One map of a table, loaded. */
export interface TableMap {
  readonly name: string;
  readonly sourceType: string;
  readonly targetType: string;
  readonly relation: Relation;
  /** Best first, each with the identifiers that it knows. */
  readonly ranks: readonly (MapRank & { readonly index: TableIndex })[];
  /** Whether, after all ranks, each is tried once more without regard to case. */
  readonly foldCase: boolean;
  readonly isReversible: boolean;
  readonly definition: unknown;
}

export interface TableResourceOptions {
  readonly name: string;
  readonly release: string | null;
  /** SHA-256 of the file's bytes, lower-case hex. */
  readonly contentHash: string;
  readonly maps: readonly TableMap[];
  /** Default nothing. */
  readonly about?: ResourceAbout;
}

/** A table file, held in memory. Look-ups do not wait, and never fail. */
export class TableResource implements Resource {
  readonly name: string;
  readonly release: string | null;
  readonly contentHash: string;
  readonly maps: readonly ResourceMap[];
  readonly about: ResourceAbout | undefined;
  private readonly tables: ReadonlyMap<string, TableMap>;
  private readonly inverses = new Map<string, HitLists>();
  private readonly labels = new Map<string, ReadonlyMap<string, string | null>>();

  constructor(options: TableResourceOptions) {
    this.name = options.name;
    this.release = options.release;
    this.contentHash = options.contentHash;
    this.about = options.about;
    this.tables = new Map(options.maps.map((it) => [it.name, it]));
    this.maps = options.maps.map(({ ranks, foldCase, ...map }) => ({
      ...map,
      ranks: [
        ...ranks.map(({ name, confidence }) => ({ name, confidence })),
        ...(foldCase ? ranks.map(caseFoldedRank) : []),
      ],
    }));
  }

  async lookUp({ map, rank, direction, identifiers }: LookUpRequest): Promise<LookUpResult> {
    const table = this.tables.get(map);
    if (table === undefined) throw new RangeError(`${this.name} has no map ${map}`);
    const find = direction === "forward" ? forward(table, rank) : this.backward(table);
    const hits = new Map<string, readonly LookUpHit[]>();
    for (const identifier of identifiers) {
      const found = find(identifier);
      if (found.length > 0) hits.set(identifier, found);
    }
    return { hits, withdrawn: NONE_WITHDRAWN, failed: NONE_FAILED };
  }

  /** The labels are indexed on first use. */
  currentLabel(map: string, entity: string): string | null {
    let labels = this.labels.get(map);
    if (labels === undefined) this.labels.set(map, (labels = labelsOf(this.tables.get(map))));
    return labels.get(entity) ?? null;
  }

  namedBy(map: string, label: string, matchedAs: string): readonly string[] {
    const table = this.tables.get(map);
    const ranks = this.maps.find((it) => it.name === map)?.ranks ?? [];
    const rank = ranks.findIndex((it) => it.name === matchedAs);
    return table === undefined || rank === -1 ? [] : forward(table, rank)(label).map((it) => it.identifier);
  }

  /** From targets to sources, each source by the best rank under which it is known. Built on first use. */
  private backward(table: TableMap): (identifier: string) => readonly LookUpHit[] {
    if (!table.isReversible) throw new RangeError(`${this.name}.${table.name} cannot be read backwards`);
    let inverse = this.inverses.get(table.name);
    if (inverse === undefined) this.inverses.set(table.name, (inverse = inverted(table)));
    return (identifier) => inverse.get(identifier);
  }
}

const NONE_WITHDRAWN: ReadonlySet<string> = new Set();
const NONE_FAILED: ReadonlyMap<string, Error> = new Map();

function forward(table: TableMap, rank: number): (identifier: string) => readonly LookUpHit[] {
  const isFolded = rank >= table.ranks.length;
  const index = table.ranks[isFolded ? rank - table.ranks.length : rank]?.index;
  if (index === undefined) throw new RangeError(`the map ${table.name} has no rank ${String(rank)}`);
  return isFolded ? (identifier) => index.getFolded(identifier) : (identifier) => index.get(identifier);
}

/** By entity, its label in the first rank; null if it has several. */
function labelsOf(table: TableMap | undefined): ReadonlyMap<string, string | null> {
  const labels = new Map<string, string | null>();
  for (const [label, hits] of table?.ranks[0]?.index.entries() ?? [])
    for (const { identifier: entity } of hits) labels.set(entity, labels.has(entity) ? null : label);
  return labels;
}

function inverted(table: TableMap): HitLists {
  const inverse = new HitLists();
  for (const rank of table.ranks) {
    for (const [source, hits] of rank.index.entries()) {
      for (const { identifier: target, confidence } of hits) {
        inverse.add(target, {
          identifier: source,
          confidence: confidence ?? rank.confidence,
          matchedAs: rank.name,
        });
      }
    }
  }
  return inverse;
}
