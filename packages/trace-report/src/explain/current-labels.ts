import {
  compareBytes,
  type EntityMapping,
  type EntityMappingProvenance,
  type IdentifierOutcome,
  type TraceStore,
} from "@waymark/trace-core";

import { explainHops, isNaming } from "./explain-hops.js";
import type { CurrentLabel, ExplainedHop } from "./explanation.js";

/** Targets of one answer from which other labels are looked for. */
const MAX_TARGETS = 3;
/** Mappings that share a target and are looked at; where there are more, nothing is said. */
const MAX_NEIGHBOURS = 200;
const MAX_PROVENANCE = 1_000;

/**
 * By what better label the trace knows the entities that an answer's label named: one that was asked for itself and led to
 * the same entity, or one to which a target was mapped back. Better is what the same release of the same resource is more
 * confident of. Where a target has too many other sources nothing is said, rather than something wrong.
 *
 * @param naming the hops of the answer's branches that took its label to an entity
 */
export async function currentLabels(
  store: TraceStore,
  outcome: IdentifierOutcome,
  naming: readonly ExplainedHop[],
): Promise<CurrentLabel[]> {
  if (naming.length === 0) return [];
  const neighbours = await neighboursOf(store, outcome);
  if (neighbours.size === 0) return [];
  const { items } = await store.listProvenance({ mappingIds: [...neighbours.keys()], limit: MAX_PROVENANCE });
  const known = items.flatMap((it) => labelsOf(neighbours.get(it.mappingId), it));
  const own = new Map(naming.map((hop) => [entityKey(hop.type, hop.identifier), hop]));
  return [...own.values()].flatMap((hop) => {
    const ofEntity = known.filter(
      (it) =>
        it.entityType === hop.type &&
        it.entityId === hop.identifier &&
        it.type === hop.fromType &&
        it.resource === hop.resource &&
        it.release === hop.release,
    );
    const best = ofEntity.sort((a, b) => b.confidence - a.confidence || compareBytes(a.label, b.label))[0];
    if (!best || best.confidence <= hop.confidence || best.label === hop.fromIdentifier) return [];
    const { confidence: _, ...label } = best;
    return [label];
  });
}

/** Mappings that end where the answer's best targets are, and those that lead back from there; by id. */
async function neighboursOf(
  store: TraceStore,
  { sourceType, targetType, targets }: IdentifierOutcome,
): Promise<Map<string, EntityMapping>> {
  const pages = await Promise.all(
    targets
      .slice(0, MAX_TARGETS)
      .flatMap(({ targetId }) => [
        store.listMappings({ targetId, limit: MAX_NEIGHBOURS }),
        store.listMappings({ sourceId: targetId, limit: MAX_NEIGHBOURS }),
      ]),
  );
  const isOfPair = (it: EntityMapping): boolean =>
    (it.sourceType === sourceType && it.targetType === targetType) ||
    (it.sourceType === targetType && it.targetType === sourceType);
  const complete = pages.filter((it) => it.nextCursor === undefined);
  return new Map(complete.flatMap(({ items }) => items.filter(isOfPair)).map((it) => [it.id, it]));
}

type KnownLabel = CurrentLabel & { readonly confidence: number };

function labelsOf(mapping: EntityMapping | undefined, provenance: EntityMappingProvenance): KnownLabel[] {
  if (!mapping) return [];
  return explainHops(mapping, provenance).flatMap((hop) => {
    const { matchedAs, resource, release, confidence } = hop;
    if (isNaming(hop)) {
      const { fromType: type, fromIdentifier: label, type: entityType, identifier: entityId } = hop;
      return [{ label, type, matchedAs, entityType, entityId, resource, release, confidence }];
    }
    if (hop.relation !== "names") return [];
    // Read backwards: from the entity to a label.
    const { type, identifier: label, fromType: entityType, fromIdentifier: entityId } = hop;
    return [{ label, type, matchedAs, entityType, entityId, resource, release, confidence }];
  });
}

function entityKey(type: string, identifier: string): string {
  return `${type}\0${identifier}`;
}
