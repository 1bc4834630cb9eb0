import type { MappedTarget, MappingResult } from "@waymark/executor";

export const ON_MANY = ["keep", "best", "drop", "fail"] as const;

/**
 * What becomes of an identifier that maps to several targets: all are kept; only the canonical one is; none is, and it
 * counts as unmapped; or the whole command fails.
 */
export type OnMany = (typeof ON_MANY)[number];

export function chosenTargets(
  { targets, canonical }: Pick<MappingResult, "targets" | "canonical">,
  onMany: OnMany,
): readonly MappedTarget[] {
  if (targets.length <= 1 || onMany === "keep" || onMany === "fail") return targets;
  return onMany === "best" && canonical !== null ? [canonical] : [];
}
