import type { EntityMappingProvenance } from "@waymark/trace-core";

/** Name of the resource that curated decisions are said to come from. */
export const OVERRIDES = "overrides";

/** Whether a branch was taken past all steps, since its input, or a successor of that, was decided to lead to the target. */
export function isPastAllSteps(
  { hops, isDerived }: Pick<EntityMappingProvenance, "hops" | "isDerived">,
  sourceType: string,
): boolean {
  if (hops.at(-1)?.resource !== OVERRIDES) return false;
  const start = isDerived ? hops[0]?.type : sourceType;
  return hops.slice(isDerived ? 1 : 0, -1).every((it) => it.type === start);
}
