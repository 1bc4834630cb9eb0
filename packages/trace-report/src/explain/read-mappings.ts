import type { EntityMapping, EntityMappingProvenance, TraceStore } from "@waymark/trace-core";

import { excerpt, type Excerpt } from "../shared/excerpt.js";
import { firstPages } from "../shared/first-pages.js";

/** Maximum number of pages read of one list. */
export const MAX_PAGES = 10;

export interface ObservedMapping {
  readonly mapping: EntityMapping;
  readonly provenance: Excerpt<EntityMappingProvenance>;
}

export interface ReadMappingsOptions {
  readonly isWanted: (mapping: EntityMapping) => boolean;
  /** Only mappings observed by these sessions, and only their observations; null for all. */
  readonly sessions: ReadonlySet<string> | null;
  readonly maxMappings: number;
  /** Maximum number of observations of one mapping. */
  readonly maxProvenance: number;
}

/** The mappings of one identifier with their observations, newest first, in a bounded number of calls. */
export async function readMappings(
  store: TraceStore,
  query: { readonly sourceId: string } | { readonly targetId: string },
  options: ReadMappingsOptions,
): Promise<Excerpt<ObservedMapping>> {
  const { isWanted, sessions, maxMappings } = options;
  // With `sessions`, all are kept: only their provenance will show which of them fit.
  const kept: EntityMapping[] = [];
  let count = 0;
  const isComplete = await firstPages(
    (page) => store.listMappings(page),
    query,
    MAX_PAGES,
    (items) => {
      for (const it of items.filter(isWanted)) {
        count++;
        if (sessions !== null || kept.length < maxMappings) kept.push(it);
      }
      return true;
    },
  );
  const observations = await readProvenance(
    store,
    kept.map((it) => it.id),
    options,
  );
  const observed = kept
    .map((mapping) => ({ mapping, provenance: observations(mapping.id) }))
    .filter(({ provenance }) => sessions === null || provenance.items.length > 0);
  const total = sessions === null ? count : observed.length;
  return {
    items: observed.slice(0, maxMappings),
    total: isComplete ? total : null,
    truncated: !isComplete || total > maxMappings,
  };
}

async function readProvenance(
  store: TraceStore,
  mappingIds: readonly string[],
  { sessions, maxProvenance }: ReadMappingsOptions,
): Promise<(mappingId: string) => Excerpt<EntityMappingProvenance>> {
  const found = new Map(mappingIds.map((id) => [id, new Observations(maxProvenance)]));
  const read = async (ids: readonly string[]): Promise<void> => {
    if (ids.length === 0) return;
    const isComplete = await firstPages(
      (page) => store.listProvenance(page),
      { mappingIds: ids },
      MAX_PAGES,
      (items) => {
        for (const it of items)
          if (sessions === null || sessions.has(it.sessionId)) found.get(it.mappingId)?.add(it);
        return true;
      },
    );
    if (isComplete) for (const id of ids) found.get(id)?.complete();
  };
  await read(mappingIds);
  // Newer observations of other mappings may have filled the pages: those that are still missing are read on their own.
  await read(mappingIds.filter((id) => found.get(id)?.isUnknown === true));
  return (id) => found.get(id)?.excerpt() ?? excerpt([], maxProvenance);
}

/** Counts the observations of one mapping and keeps the first ones. */
class Observations {
  private readonly kept: EntityMappingProvenance[] = [];
  private count = 0;
  private isComplete = false;

  constructor(private readonly max: number) {}

  get isUnknown(): boolean {
    return this.count === 0 && !this.isComplete;
  }

  add(it: EntityMappingProvenance): void {
    this.count++;
    if (this.kept.length < this.max) this.kept.push(it);
  }

  complete(): void {
    this.isComplete = true;
  }

  excerpt(): Excerpt<EntityMappingProvenance> {
    return {
      items: this.kept,
      total: this.isComplete ? this.count : null,
      truncated: !this.isComplete || this.count > this.kept.length,
    };
  }
}
