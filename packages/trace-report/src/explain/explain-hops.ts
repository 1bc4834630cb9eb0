import type { EntityMapping, EntityMappingProvenance } from "@waymark/trace-core";

import type { ExplainedHop } from "./explanation.js";

/** The hops of a branch, each with the identifier it starts from. */
export function explainHops(
  { sourceType, sourceId }: Pick<EntityMapping, "sourceType" | "sourceId">,
  { hops }: Pick<EntityMappingProvenance, "hops">,
): ExplainedHop[] {
  return hops.map((hop, i) => {
    const before = hops[i - 1];
    const { type, identifier, resource, map, release, direction, relation, matchedAs, confidence } = hop;
    return {
      fromType: before?.type ?? sourceType,
      fromIdentifier: before?.identifier ?? sourceId,
      type,
      identifier,
      resource,
      map,
      release,
      direction,
      relation,
      matchedAs,
      confidence,
    };
  });
}

/** Whether the hop leads from a label to an entity that has it. */
export function isNaming({ relation, direction }: ExplainedHop): boolean {
  return relation === "names" && direction === "forward";
}

/** Whether the hop leads from an identifier to its successor. */
export function isSuccession({ fromType, type, relation }: ExplainedHop): boolean {
  return fromType === type && relation === "same";
}
