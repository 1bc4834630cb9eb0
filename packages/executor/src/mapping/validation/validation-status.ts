import type { ProvenanceHop, ValidationStatus } from "@waymark/trace-core";

import type { LiveAnswer } from "../answer/live-answer.js";
import type { MappedTarget } from "../result/mapping-result.js";

/**
 * What mapping a target back says of the identifier that led to it; null when that failed, so that nobody knows.
 *
 * @param back what the target led back to
 */
export function validationStatus(
  sourceId: string,
  sourceType: string,
  target: Pick<MappedTarget, "id" | "hops">,
  back: LiveAnswer,
): ValidationStatus | null {
  const found = [...back.targets.values()];
  const entities = new Set([
    nodeOf(sourceType, sourceId),
    ...target.hops.map((it) => nodeOf(it.type, it.identifier)),
  ]);
  // Labels of entities that the way forward went through; the best known one of an entity is its current one.
  const labels = new Map<string, number>();
  for (const { id, byRoute } of found) {
    for (const { hops } of byRoute) {
      const confidence = labelConfidence(hops, target.hops.at(-1), entities);
      if (confidence !== null) labels.set(id, Math.max(confidence, labels.get(id) ?? 0));
    }
  }
  const own = labels.get(sourceId);
  const others = found.filter((it) => it.id !== sourceId);
  const isSource = others.length < found.length;
  if (!isSource) return labels.size > 0 ? "renamed" : back.hasFailed ? null : "one_way";
  if (own !== undefined && others.some(({ id }) => (labels.get(id) ?? 0) > own)) return "renamed";
  const areOlder = others.every(({ id }) => own !== undefined && (labels.get(id) ?? 1) < own);
  return areOlder ? "validated" : "validated_ambiguous";
}

/** How confident the last hop is, when it names an entity that the way forward went through; else null. */
function labelConfidence(
  hops: readonly ProvenanceHop[],
  target: ProvenanceHop | undefined,
  entities: ReadonlySet<string>,
): number | null {
  const label = hops.at(-1);
  if (label?.relation !== "names" || label.direction !== "reverse") return null;
  const entity = hops.at(-2) ?? target;
  const isSame = entity !== undefined && entities.has(nodeOf(entity.type, entity.identifier));
  return isSame ? label.confidence : null;
}

/** NUL occurs in no identifier, so that no two nodes collide. */
function nodeOf(type: string, identifier: string): string {
  return `${type}\0${identifier}`;
}
