import type { EntityMappingProvenance, IdentifierOutcome } from "@waymark/trace-core";

import type { Step } from "../../catalog.js";
import type { PathReach } from "../hop-coverage.js";
import { OVERRIDES } from "../curation/curation.js";
import { stepInputType, stepOutputType } from "../path/step-name.js";
import type { Route } from "../plan/route.js";

/**
 * How far an answer got along each path that was tried, read from its trace: to the end where there is a branch or a
 * target that was filtered, else to the deepest step at which a branch was lost. What a decision took past all steps came
 * to none of them. Exact unless more than 100 branches were lost, or what a decision led to was too weak.
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
    (isDecision(hops, stepsOf.get(pathId) ?? []) ? decided : ends).add(pathId);
  const entered = new Map<string, number>();
  const left = new Map<string, number>();
  for (const { pathId, step, reason, type, resource } of outcome.losses) {
    if (reason === "filtered") {
      if (!decided.has(pathId) || resource !== OVERRIDES) ends.add(pathId);
      continue;
    }
    entered.set(pathId, Math.max(step + 1, entered.get(pathId) ?? 0));
    // What is vetoed was found by the step that named it, unless it was a successor.
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

/** Whether a branch was taken past all steps, as its input or a successor of that was decided to lead to the target. */
function isDecision(hops: EntityMappingProvenance["hops"], steps: readonly Step[]): boolean {
  const [first] = steps;
  if (!first || steps.length === 1 || hops.at(-1)?.resource !== OVERRIDES) return false;
  return hops.slice(0, -1).every((it) => it.type === stepInputType(first));
}
