import type { EntityMappingProvenance, IdentifierOutcome } from "@waymark/trace-core";

import type { MappedTarget } from "../result/mapping-result.js";
import { predicateOf } from "./predicate-of.js";
import { compareObservations } from "./observation.js";
import type { FoundTarget } from "./live-answer.js";

/** A complete answer, wherever it came from. */
export interface Answer {
  readonly outcome: IdentifierOutcome;
  /** In the order of the outcome's targets. */
  readonly targets: readonly MappedTarget[];
}

/** The targets of an answer with the best branch of each; undefined if a branch is no longer in the trace. */
export function targetsFromTrace(
  outcome: IdentifierOutcome,
  provenance: readonly EntityMappingProvenance[],
): MappedTarget[] | undefined {
  const best = new Map<string, EntityMappingProvenance>();
  const pathOf = new Map(outcome.targets.map((it) => [it.mappingId, it.pathId]));
  for (const it of provenance) {
    if (pathOf.get(it.mappingId) !== it.pathId) continue;
    const known = best.get(it.mappingId);
    if (!known || compareObservations({ ...it, route: 0 }, { ...known, route: 0 }) < 0)
      best.set(it.mappingId, it);
  }
  const targets: MappedTarget[] = [];
  for (const target of outcome.targets) {
    const branch = best.get(target.mappingId);
    if (!branch) return undefined;
    targets.push(mappedTarget(target, branch));
  }
  return targets;
}

/** The targets of an answer that was just found. */
export function targetsFromLive(
  outcome: IdentifierOutcome,
  found: ReadonlyMap<string, FoundTarget>,
): MappedTarget[] {
  return outcome.targets.map((it) =>
    mappedTarget(it, found.get(it.targetId)?.best ?? { hops: [], isDerived: false }),
  );
}

function mappedTarget(
  target: IdentifierOutcome["targets"][number],
  { hops, isDerived }: Pick<MappedTarget, "hops" | "isDerived">,
): MappedTarget {
  const { targetId: id, mappingId, confidence, hopCount, pathId, validationStatus } = target;
  return {
    id,
    mappingId,
    confidence,
    hopCount,
    pathId,
    isDerived,
    hops,
    validationStatus,
    predicate: predicateOf(hops),
  };
}
