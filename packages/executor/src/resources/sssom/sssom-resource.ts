import { DEFAULT_CONFIDENCE } from "../../confidence/default-confidence.js";
import type {
  LookUpHit,
  LookUpRequest,
  LookUpResult,
  MappingVeto,
  Resource,
  ResourceMap,
} from "../../resource.js";
import type { ResourceAbout } from "../../resource-about.js";
import { caseFoldedRank } from "../case-folded-rank.js";
import type { SssomMap } from "./sssom-map.js";

export interface SssomResourceOptions {
  readonly name: string;
  /** The set's version or date. */
  readonly release: string | null;
  /** SHA-256 of the file's bytes, lower-case hex. */
  readonly contentHash: string;
  readonly maps: readonly SssomMap[];
  /** Everything besides the file's bytes that determines what is read from it, as plain JSON. */
  readonly definition: Readonly<Record<string, unknown>>;
  /** Default nothing. */
  readonly about?: ResourceAbout;
}

const RANK = { name: null, confidence: DEFAULT_CONFIDENCE };
const NONE_WITHDRAWN: ReadonlySet<string> = new Set();
const NONE_FAILED: ReadonlyMap<string, Error> = new Map();

/**
 * A mapping set in SSSOM, held in memory. The `matchedAs` of a hit is its predicate as a CURIE or, read backwards, the
 * inverse of the predicate. Look-ups do not wait, and never fail.
 */
export class SssomResource implements Resource {
  readonly name: string;
  readonly release: string | null;
  readonly contentHash: string;
  readonly maps: readonly ResourceMap[];
  readonly vetoes: readonly MappingVeto[];
  readonly about: ResourceAbout | undefined;
  private readonly tables: ReadonlyMap<string, SssomMap>;

  constructor({ name, release, contentHash, maps, definition, about }: SssomResourceOptions) {
    this.name = name;
    this.release = release;
    this.contentHash = contentHash;
    this.about = about;
    this.tables = new Map(maps.map((it) => [it.options.name, it]));
    this.maps = maps.map((it) => resourceMap(it, definition));
    this.vetoes = distinct(maps.flatMap((it) => it.vetoes));
  }

  async lookUp({ map, rank, direction, identifiers }: LookUpRequest): Promise<LookUpResult> {
    const find = this.finder(map, rank, direction);
    const hits = new Map<string, readonly LookUpHit[]>();
    for (const identifier of identifiers) {
      const found = find(identifier);
      if (found.length > 0) hits.set(identifier, found);
    }
    return { hits, withdrawn: NONE_WITHDRAWN, failed: NONE_FAILED };
  }

  private finder(
    name: string,
    rank: number,
    direction: LookUpRequest["direction"],
  ): (identifier: string) => readonly LookUpHit[] {
    const map = this.tables.get(name);
    if (map === undefined) throw new RangeError(`${this.name} has no map ${name}`);
    const { isReversible = false, source } = map.options;
    if (direction === "reverse") {
      if (!isReversible) throw new RangeError(`${this.name}.${name} cannot be read backwards`);
      return (identifier) => map.backward.get(identifier);
    }
    if (rank === 0) return (identifier) => map.forward.get(identifier);
    if (rank === 1 && source.type.foldCase) return (identifier) => map.forward.getFolded(identifier);
    throw new RangeError(`the map ${name} has no rank ${rank}`);
  }
}

function resourceMap({ options }: SssomMap, shared: Readonly<Record<string, unknown>>): ResourceMap {
  const { name, source, target, relation = "same", isReversible = false } = options;
  return {
    name,
    sourceType: source.type.name,
    targetType: target.type.name,
    relation,
    ranks: source.type.foldCase ? [RANK, caseFoldedRank(RANK)] : [RANK],
    isReversible,
    definition: {
      name,
      source: source.type.name,
      sourcePrefixes: source.prefixes ?? null,
      target: target.type.name,
      targetPrefixes: target.prefixes ?? null,
      relation,
      isReversible,
      ...shared,
    },
  };
}

function distinct(vetoes: readonly MappingVeto[]): MappingVeto[] {
  const byPair = new Map<string, MappingVeto>();
  for (const it of vetoes) {
    const pair = JSON.stringify([it.sourceType, it.sourceId, it.targetType, it.targetId]);
    if (!byPair.has(pair)) byPair.set(pair, it);
  }
  return [...byPair.values()];
}
