import type { EntityMappingProvenance, IdentifierOutcome } from "@waymark/trace-core";

import type { PathReach } from "../hop-coverage.js";
import type { Route } from "../plan/route.js";

/**
 * How far an answer got along each path that was tried, read from its trace: to the end where there is a branch or a
 * target that was filtered, else to the deepest step at which a branch was lost. Exact unless more than 100 branches were
 * lost.
 */
export function pathReaches(
  outcome: IdentifierOutcome,
  provenance: readonly EntityMappingProvenance[],
  routes: readonly Route[],
): PathReach[] {
  const ends = new Set([...outcome.targets, ...provenance].map((it) => it.pathId));
  const deepest = new Map<string, number>();
  for (const { pathId, step, reason } of outcome.losses) {
    if (reason === "filtered") ends.add(pathId);
    deepest.set(pathId, Math.max(step, deepest.get(pathId) ?? 0));
  }
  const reaches: PathReach[] = [];
  for (const { path } of routes) {
    const { length } = path.steps;
    const lost = deepest.get(path.id);
    if (ends.has(path.id)) reaches.push({ pathId: path.id, entered: length, left: length });
    else if (lost !== undefined) reaches.push({ pathId: path.id, entered: lost + 1, left: lost });
  }
  return reaches;
}
