import type { OutcomeTarget } from "../../records/identifier-outcome.js";
import { compareBytes } from "../../text/compare-bytes.js";

/** The order of an outcome's targets: confidence descending, then hops, then target id by bytes. */
export function compareTargets(a: OutcomeTarget, b: OutcomeTarget): number {
  return b.confidence - a.confidence || a.hopCount - b.hopCount || compareBytes(a.targetId, b.targetId);
}
