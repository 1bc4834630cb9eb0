import { OVERRIDES, type EntityMappingProvenance } from "@waymark/trace-core";

/** Whether a branch skipped all steps because an override mapped its input, or a successor of it, to the target. */
export function isPastAllSteps(
  { hops, isDerived }: Pick<EntityMappingProvenance, "hops" | "isDerived">,
  sourceType: string,
): boolean {
  if (hops.at(-1)?.resource !== OVERRIDES) return false;
  const start = isDerived ? hops[0]?.type : sourceType;
  return hops.slice(isDerived ? 1 : 0, -1).every((it) => it.type === start);
}
