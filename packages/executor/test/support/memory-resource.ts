import type { Relation } from "@waymark/trace-core";

import type { LookUpHit, LookUpRequest, LookUpResult, Resource, ResourceMap } from "../../src/resource.js";

/**
 * Targets by identifier, none if it is unknown; a target may have its own confidence. `null` means withdrawn, an error
 * that the identifier fails.
 */
export type MemoryTable = Readonly<Record<string, readonly (string | Partial<LookUpHit>)[] | null | Error>>;

export interface MemoryMap {
  readonly name?: string;
  readonly from: string;
  readonly to: string;
  readonly relation?: Relation;
  /** One table for each rank. */
  readonly ranks: readonly {
    readonly as?: string;
    readonly confidence?: number;
    readonly table: MemoryTable;
  }[];
  readonly isReversible?: boolean;
  readonly definition?: unknown;
}

export interface MemoryResourceOptions {
  readonly name: string;
  readonly release?: string | null;
  readonly contentHash?: string | null;
  readonly maps: readonly MemoryMap[];
  /** Called before each look-up; an error that it throws or rejects with is that of the resource. */
  readonly before?: (request: LookUpRequest) => Promise<void> | void;
}

/** A resource over plain objects, which remembers what it was asked. */
export class MemoryResource implements Resource {
  readonly name: string;
  readonly release: string | null;
  readonly contentHash: string | null;
  readonly maps: readonly ResourceMap[];
  readonly requests: LookUpRequest[] = [];
  private readonly options: MemoryResourceOptions;

  constructor(options: MemoryResourceOptions) {
    this.options = options;
    this.name = options.name;
    this.release = options.release === undefined ? "1" : options.release;
    this.contentHash = options.contentHash ?? null;
    this.maps = options.maps.map((map, i) => ({
      name: map.name ?? `map${String(i)}`,
      sourceType: map.from,
      targetType: map.to,
      relation: map.relation ?? "same",
      ranks: map.ranks.map((it) => ({ name: it.as ?? null, confidence: it.confidence ?? 0.95 })),
      isReversible: map.isReversible ?? false,
      definition: map.definition ?? null,
    }));
  }

  /** All identifiers that were asked for, call by call. */
  get asked(): string[] {
    return this.requests.flatMap((it) => it.identifiers);
  }

  async lookUp(request: LookUpRequest): Promise<LookUpResult> {
    this.requests.push(request);
    await this.options.before?.(request);
    const hits = new Map<string, LookUpHit[]>();
    const withdrawn = new Set<string>();
    const failed = new Map<string, Error>();
    const index = this.maps.findIndex((it) => it.name === request.map);
    const ranks = this.options.maps[index]?.ranks ?? [];
    const tables =
      request.direction === "forward" ? [ranks[request.rank]?.table ?? {}] : ranks.map((it) => inverse(it));
    for (const identifier of request.identifiers) {
      for (const table of tables) {
        const entry = Object.hasOwn(table, identifier) ? table[identifier] : undefined;
        if (entry === undefined) continue;
        if (entry === null) withdrawn.add(identifier);
        else if (entry instanceof Error) failed.set(identifier, entry);
        else if (entry.length > 0)
          hits.set(identifier, [...(hits.get(identifier) ?? []), ...entry.map(hitOf)]);
      }
    }
    return { hits, withdrawn, failed };
  }
}

function hitOf(target: string | Partial<LookUpHit>): LookUpHit {
  const hit = typeof target === "string" ? { identifier: target } : target;
  return { identifier: "", confidence: null, matchedAs: null, ...hit };
}

/** Each hit says by which rank it is known. */
function inverse({ table, as, confidence = 0.95 }: MemoryMap["ranks"][number]): MemoryTable {
  const result: Record<string, Partial<LookUpHit>[]> = {};
  for (const [source, targets] of Object.entries(table)) {
    if (!Array.isArray(targets)) continue;
    for (const target of targets as readonly (string | Partial<LookUpHit>)[])
      (result[hitOf(target).identifier] ??= []).push({
        identifier: source,
        confidence,
        matchedAs: as ?? null,
      });
  }
  return result;
}
