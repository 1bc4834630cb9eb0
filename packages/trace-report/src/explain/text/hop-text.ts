import { OVERRIDE_BY } from "@waymark/trace-core";

import { isNaming, isSuccession } from "../explain-hops.js";
import type { ExplainedHop } from "../explanation.js";
import { decimal, resourceText } from "../../shared/words.js";

const SECONDARY = "secondary ";

/** One hop as a sentence. */
export function hopText(hop: ExplainedHop): string {
  const { fromIdentifier: from, type, identifier, matchedAs, confidence } = hop;
  const who = resourceText(hop);
  const to = `${type} ${identifier}`;
  const note = ` (confidence ${decimal(confidence)})`;
  if (matchedAs?.startsWith(OVERRIDE_BY))
    return `It was decided by hand that ${from} is ${to}: ${matchedAs}${note}.`;
  if (matchedAs?.startsWith(SECONDARY))
    return `The input's row also has ${to}, from which the path went on${note}.`;
  if (isSuccession(hop)) {
    const what = matchedAs === "split" ? "was split into" : "was replaced by";
    return `${who} says that ${from} ${what} ${identifier}${note}.`;
  }
  const as = matchedAs === null ? "" : `, matched as ${matchedAs}`;
  if (isNaming(hop)) return `${who} identifies ${from} as ${to}${as}${note}.`;
  if (hop.relation === "names") return `${who} calls ${from} ${identifier}${as}${note}.`;
  return `${who} maps ${from} to ${to}${relationNote(hop)}${as}${note}.`;
}

function relationNote({ relation, direction }: ExplainedHop): string {
  const backwards = direction === "reverse" ? ", read backwards" : "";
  switch (relation) {
    case "product":
      return `, ${direction === "forward" ? "its product" : "whose product it is"}${backwards}`;
    case "member":
      return `, ${direction === "forward" ? "its member" : "whose member it is"}${backwards}`;
    case "ortholog":
      return `, its ortholog${backwards}`;
    case "other":
      return `, by another relation${backwards}`;
    default:
      return backwards;
  }
}

/** "0.95 × 1 × 0.95 = 0.9025". */
export function confidenceText({
  confidence,
  confidenceProduct,
  hops,
}: {
  readonly confidence: number;
  readonly confidenceProduct: number;
  readonly hops: readonly ExplainedHop[];
}): string {
  const factors = hops.map((it) => decimal(it.confidence)).join(" × ");
  if (Math.abs(confidence - confidenceProduct) > 1e-9)
    return `Confidence: ${decimal(confidence)}, by the run's own rule (the product would be ${factors} = ${decimal(confidenceProduct)}).`;
  return `Confidence: ${hops.length > 1 ? `${factors} = ` : ""}${decimal(confidence)}.`;
}
