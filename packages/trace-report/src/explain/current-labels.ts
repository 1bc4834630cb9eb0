import {
  compareBytes,
  type EntityMapping,
  type EntityMappingProvenance,
  type IdentifierOutcome,
  type TraceStore,
} from "@waymark/trace-core";

import { explainHops, isNaming } from "./explain-hops.js";
import type { CurrentLabel, ExplainedHop } from "./explanation.js";

/** Maximum number of an answer's targets from which other labels are searched. */
const MAX_TARGETS = 3;
/** Maximum number of mappings of one target; a target with more of them is ignored. */
const MAX_NEIGHBOURS = 200;
const MAX_PROVENANCE = 1_000;

/**
 * Better labels, recorded in the trace, of the entities that the answer's label named: labels that were inputs
 * themselves and led to the same entity, or to which a target was mapped back. A label is better if the same release of
 * the same resource gives it a higher confidence. A target with too many mappings is ignored, since a better label
 * could be missed.
 *
 * @param naming the hops of the answer's branches that led from its label to an entity
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

/** Mappings, by id, that lead to the answer's best targets, and mappings that lead back from these. */
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
    // A reverse step: from the entity to a label.
    const { type, identifier: label, fromType: entityType, fromIdentifier: entityId } = hop;
    return [{ label, type, matchedAs, entityType, entityId, resource, release, confidence }];
  });
}

function entityKey(type: string, identifier: string): string {
  return `${type}\0${identifier}`;
}
