import type { EntityMapping, MappingDirection, ProvenanceHop } from "@waymark/trace-core";

import type { FoundTarget } from "../answer/live-answer.js";

/** The mapping as its best branch shows it. */
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
    direction: directionOf(best.hops),
    mappingSource: best.hops.map((it) => it.resource),
    isDerived: best.isDerived,
    derivationPath: best.hops.slice(0, -1).map((it) => it.identifier),
    metadata: {},
  };
}

export function directionOf(hops: readonly ProvenanceHop[]): MappingDirection {
  const isForward = hops.some((it) => it.direction === "forward");
  const isReverse = hops.some((it) => it.direction === "reverse");
  if (isForward && isReverse) return "mixed";
  return isReverse ? "reverse" : "forward";
}
