import { OVERRIDES, type ProvenanceHop } from "@waymark/trace-core";

import type { Step } from "../../catalog.js";
import { stepInputType } from "../path/step-name.js";

/** Whether an override took a branch past all steps, straight from its input or a successor of it to the target. */
export function isPastAllSteps(hops: readonly ProvenanceHop[], steps: readonly Step[]): boolean {
  const [first] = steps;
  if (!first || steps.length === 1 || hops.at(-1)?.resource !== OVERRIDES) return false;
  return hops.slice(0, -1).every((it) => it.type === stepInputType(first));
}
