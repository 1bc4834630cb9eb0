import type { MappedTarget, MappingResult } from "@waymark/executor";

export const ON_MANY = ["keep", "best", "drop", "fail"] as const;

/**
 * What happens to an identifier with several targets. `keep`: all are kept; `best`: only the canonical one; `drop`:
 * none, and it counts as unmapped; `fail`: the whole command fails.
 */
export type OnMany = (typeof ON_MANY)[number];

export function chosenTargets(
  { targets, canonical }: Pick<MappingResult, "targets" | "canonical">,
  onMany: OnMany,
): readonly MappedTarget[] {
  if (targets.length <= 1 || onMany === "keep" || onMany === "fail") return targets;
  return onMany === "best" && canonical !== null ? [canonical] : [];
}
