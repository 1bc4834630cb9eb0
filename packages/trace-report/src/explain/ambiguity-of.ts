import { isNaming } from "./explain-hops.js";
import type { Ambiguity, ExplainedHop, ExplainedLoss, NamedEntity } from "./explanation.js";

/** A branch of an answer that reached a target. */
export interface ReachedBranch {
  readonly targetId: string;
  readonly hops: readonly ExplainedHop[];
}

/** Which entities a label named, as far as the branches of its answer say. */
export function ambiguityOf(
  sourceId: string,
  branches: readonly ReachedBranch[],
  losses: readonly ExplainedLoss[],
): Ambiguity {
  const entities = new Map<string, { entity: Omit<NamedEntity, "targetIds">; targetIds: Set<string> }>();
  const types = new Set<string>();
  for (const { targetId, hops } of branches) {
    for (const hop of hops.filter(isNaming)) {
      const { type, identifier, matchedAs, fromIdentifier: label } = hop;
      types.add(type);
      const key = `${type}\0${identifier}`;
      const known = entities.get(key);
      if (known) known.targetIds.add(targetId);
      else
        entities.set(key, {
          entity: { type, identifier, label, matchedAs },
          targetIds: new Set([targetId]),
        });
    }
  }
  const lost: ExplainedLoss[] = [];
  for (const loss of losses) {
    const key = `${loss.type}\0${loss.identifier}`;
    // A branch that ended at an entity of a type that the label names was named by it, or by what it was replaced by.
    if (!types.has(loss.type)) lost.push(loss);
    else if (!entities.has(key)) {
      const { type, identifier } = loss;
      const entity = { type, identifier, label: sourceId, matchedAs: null };
      entities.set(key, { entity, targetIds: new Set() });
    }
  }
  return {
    entities: [...entities.values()].map(({ entity, targetIds }) => ({
      ...entity,
      targetIds: [...targetIds],
    })),
    lost,
  };
}
