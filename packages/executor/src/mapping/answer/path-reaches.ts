import { OVERRIDES, type EntityMappingProvenance, type IdentifierOutcome } from "@waymark/trace-core";

import type { PathReach } from "../result/hop-coverage.js";
import { stepOutputType } from "../path/step-name.js";
import type { Route } from "../plan/route.js";
import { isPastAllSteps } from "./is-past-all-steps.js";

/**
 * How far an answer got along each path that was tried, read from its trace: to the end if the path has a branch or a
 * filtered target, otherwise to the deepest step at which a branch was lost. A branch that an override took past all
 * steps entered none of them. Exact unless more than 100 branches were lost, or an override and look-ups led to the
 * same filtered target.
 */
export function pathReaches(
  outcome: IdentifierOutcome,
  provenance: readonly EntityMappingProvenance[],
  routes: readonly Route[],
): PathReach[] {
  const stepsOf = new Map(routes.map(({ path }) => [path.id, path.steps]));
  const ends = new Set<string>();
  const decided = new Set<string>();
  for (const { pathId, hops } of provenance)
    (isPastAllSteps(hops, stepsOf.get(pathId) ?? []) ? decided : ends).add(pathId);
  const entered = new Map<string, number>();
  const left = new Map<string, number>();
  for (const { pathId, step, reason, type, resource } of outcome.losses) {
    if (reason === "filtered") {
      const isPast = resource === OVERRIDES && step < (stepsOf.get(pathId)?.length ?? 0) - 1;
      (isPast ? decided : ends).add(pathId);
      continue;
    }
    entered.set(pathId, Math.max(step + 1, entered.get(pathId) ?? 0));
    // A vetoed identifier got through the step that led to it, unless it is a successor, which comes before the step.
    const at = stepsOf.get(pathId)?.[step];
    const isFound = reason === "vetoed" && at !== undefined && type === stepOutputType(at);
    left.set(pathId, Math.max(isFound ? step + 1 : step, left.get(pathId) ?? 0));
  }
  const reaches: PathReach[] = [];
  for (const { path } of routes) {
    const { id: pathId, steps } = path;
    const { length } = steps;
    if (ends.has(pathId)) reaches.push({ pathId, entered: length, left: length });
    else if (entered.has(pathId) || decided.has(pathId))
      reaches.push({ pathId, entered: entered.get(pathId) ?? 0, left: left.get(pathId) ?? 0 });
  }
  return reaches;
}
