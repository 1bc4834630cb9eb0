import {
  everyItem,
  isInvalidSourceId,
  type EntityMapping,
  type TraceStore,
  type ValidationStatus,
} from "@waymark/trace-core";

import type { ObservedMapping } from "./read-mappings.js";

/** Maximum number of sessions whose answers are read. */
const MAX_SESSIONS = 20;

/** Validation results and original texts of the sources of several mappings, read from their newest sessions. */
export class IncomingUses {
  private constructor(
    private readonly statuses: ReadonlyMap<string, ValidationStatus | null>,
    private readonly raws: ReadonlyMap<string, readonly string[]>,
  ) {}

  static async read(store: TraceStore, mappings: readonly ObservedMapping[]): Promise<IncomingUses> {
    const sources = new Map<string, Set<string>>();
    for (const { mapping, provenance } of mappings) {
      for (const { sessionId } of provenance.items) {
        const ids = sources.get(sessionId) ?? new Set();
        sources.set(sessionId, ids.add(mapping.sourceId));
      }
    }
    const shown = new Set(mappings.map(({ mapping }) => mapping.id));
    const newest = [...sources.keys()].sort().reverse().slice(0, MAX_SESSIONS);
    const statuses = new Map<string, ValidationStatus | null>();
    const raws = new Map<string, readonly string[]>();
    await Promise.all(
      newest.map(async (sessionId) => {
        const query = { sessionId, sourceIds: [...(sources.get(sessionId) ?? [])] };
        for await (const { sourceId, rawIds, targets } of everyItem(
          (page) => store.listOutcomes(page),
          query,
        )) {
          if (isInvalidSourceId(sourceId)) raws.set(sourceId, rawIds);
          for (const { mappingId, validationStatus } of targets) {
            if (shown.has(mappingId)) statuses.set(`${mappingId}\0${sessionId}`, validationStatus);
          }
        }
      }),
    );
    return new IncomingUses(statuses, raws);
  }

  validationStatus(mappingId: string, sessionId: string): ValidationStatus | null {
    return this.statuses.get(`${mappingId}\0${sessionId}`) ?? null;
  }

  /** The inputs as they came in, if the source is not a valid identifier; otherwise empty. */
  rawIds({ sourceId }: Pick<EntityMapping, "sourceId">): readonly string[] {
    return this.raws.get(sourceId) ?? [];
  }
}
