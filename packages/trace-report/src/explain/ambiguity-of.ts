import type { LossReason } from "@waymark/trace-core";

import { isNaming } from "./explain-hops.js";
import type { Ambiguity, ExplainedHop, ExplainedLoss, NamedEntity } from "./explanation.js";

/** A branch of an answer that reached a target. */
export interface ReachedBranch {
  readonly targetId: string;
  readonly hops: readonly ExplainedHop[];
}

/** The entities that a label named, as far as the branches of its answer show. */
export function ambiguityOf(
  sourceId: string,
  branches: readonly ReachedBranch[],
  losses: readonly ExplainedLoss[],
): Ambiguity {
  const entities = new Map<string, { entity: Omit<NamedEntity, "targetIds">; targetIds: Set<string> }>();
  const types = new Set<string>();
  const labels = new Set<string>();
  for (const { targetId, hops } of branches) {
    for (const hop of hops.filter(isNaming)) {
      const { type, identifier, matchedAs, fromIdentifier: label } = hop;
      types.add(type);
      labels.add(label);
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
    if (endedAtStart(loss)) continue;
    const key = `${loss.type}\0${loss.identifier}`;
    // A branch that ended at an entity of a named type was named by the label, or is a successor of such an entity.
    if (!types.has(loss.type)) lost.push(loss);
    else if (!entities.has(key)) {
      const { type, identifier } = loss;
      // If there are several labels, the trace does not record which one named it.
      const label = (labels.size === 1 ? [...labels][0] : undefined) ?? sourceId;
      const entity = { type, identifier, label, matchedAs: null };
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

/**
 * Reasons for which a step did not pass its input on. For all other reasons, the step had found what the loss names.
 */
const GOT_NO_FURTHER: ReadonlySet<LossReason> = new Set([
  "not_found",
  "withdrawn",
  "failed",
  "timed_out",
  "cancelled",
]);

/** Such a branch never reached an entity: it ended at the input itself, or at a secondary identifier. */
function endedAtStart({ step, reason }: ExplainedLoss): boolean {
  return step === 0 && GOT_NO_FURTHER.has(reason);
}
