import type { EntityMapping, MappingDirection, ProvenanceHop } from "@waymark/trace-core";

import type { FoundTarget } from "../answer/live-answer.js";

/** The record of a mapping, as observed on its best branch. */
export function mappingRecord(
  key: { readonly sourceType: string; readonly sourceId: string; readonly targetType: string },
  { id: targetId, mappingId, best }: FoundTarget,
): EntityMapping {
  const { sourceType, sourceId, targetType } = key;
  const observedAt = best.recordedAt;
  return {
    id: mappingId,
    sourceType,
    sourceId,
    targetType,
    targetId,
    firstSeenAt: observedAt,
    lastSeenAt: observedAt,
    observedAt,
    observedBy: best.provenanceId,
    confidence: best.confidence,
    hopCount: best.hops.length,
    direction: best.direction,
    mappingSource: best.hops.map((it) => it.resource),
    isDerived: best.isDerived,
    derivationPath: best.hops.slice(0, -1).map((it) => it.identifier),
    metadata: {},
  };
}

export function directionOf(hops: readonly ProvenanceHop[]): MappingDirection {
  const direction = hops[0]?.direction ?? "forward";
  for (const hop of hops) if (hop.direction !== direction) return "mixed";
  return direction;
}
