import type { EntityMappingProvenance, IdentifierOutcome } from "@waymark/trace-core";

import type { PathReach } from "../hop-coverage.js";
import { OVERRIDES } from "../curation/curation.js";
import type { Route } from "../plan/route.js";

/**
 * How far an answer got along each path that was tried, read from its trace: to the end where there is a branch or a
 * target that was filtered, else to the deepest step at which a branch was lost. What a decision took past all steps came
 * to none of them. Exact unless more than 100 branches were lost.
 */
export function pathReaches(
  outcome: IdentifierOutcome,
  provenance: readonly EntityMappingProvenance[],
  routes: readonly Route[],
): PathReach[] {
  const ends = new Set([...outcome.targets, ...provenance].map((it) => it.pathId));
  const decided = new Set(provenance.filter((it) => isDecision(it.hops)).map((it) => it.pathId));
  const entered = new Map<string, number>();
  const left = new Map<string, number>();
  for (const { pathId, step, reason } of outcome.losses) {
    if (reason === "filtered") ends.add(pathId);
    entered.set(pathId, Math.max(step + 1, entered.get(pathId) ?? 0));
    // What is vetoed was found by the step that named it.
    left.set(pathId, Math.max(reason === "vetoed" ? step + 1 : step, left.get(pathId) ?? 0));
  }
  const reaches: PathReach[] = [];
  for (const { path } of routes) {
    const { id: pathId, steps } = path;
    const { length } = steps;
    if (length > 1 && decided.has(pathId)) reaches.push({ pathId, entered: 0, left: 0 });
    else if (ends.has(pathId)) reaches.push({ pathId, entered: length, left: length });
    else if (entered.has(pathId))
      reaches.push({ pathId, entered: entered.get(pathId) ?? 0, left: left.get(pathId) ?? 0 });
  }
  return reaches;
}

function isDecision(hops: EntityMappingProvenance["hops"]): boolean {
  return hops.length === 1 && hops[0]?.resource === OVERRIDES;
}
