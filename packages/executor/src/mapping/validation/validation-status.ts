import type { ProvenanceHop, ValidationStatus } from "@waymark/trace-core";

import type { LiveAnswer } from "../answer/live-answer.js";
import type { MappedTarget } from "../result/mapping-result.js";

/** The status of a target, given what mapping it back led to; null if that failed, so that the status is unknown. */
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
  // Labels of the entities on the way forward, with their confidence; the most confident one is the current label.
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

/** The confidence of the last hop if it leads to a label of an entity on the way forward; otherwise null. */
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
