import { MAX_OUTCOME_LOSSES, type IdentifierOutcome } from "@waymark/trace-core";

import type { LiveAnswer } from "../answer/live-answer.js";
import { toOutcome, type OutcomeFrame } from "../answer/to-outcome.js";
import type { MappingPlan } from "../plan/mapping-plan.js";

/**
 * The outcome of an input after its secondary identifiers were tried; null if its own outcome stands. It rests on more
 * than the input's identifier, so it is never cached.
 */
export function derivedOutcome(
  frame: OutcomeFrame,
  own: IdentifierOutcome,
  derived: LiveAnswer,
  plan: MappingPlan,
  minConfidence: number,
): IdentifierOutcome | null {
  if (derived.targets.size === 0) {
    if (!derived.hasFailed)
      // For an input that is not an identifier, nothing else was asked: without these losses, the trace would show
      // nothing.
      return own.outcome === "invalid" ? { ...own, ...withLosses(own, derived) } : null;
    // What failed might have answered.
    return { ...own, ...withLosses(own, derived), outcome: "unresolved", answerFingerprint: null };
  }
  return {
    ...toOutcome(frame, derived.entry, derived, plan, minConfidence),
    ...withLosses(own, derived),
    sourceStatus: own.sourceStatus,
    isProvisional: derived.isProvisional || own.outcome === "unresolved",
    answerFingerprint: null,
  };
}

function withLosses(
  own: IdentifierOutcome,
  derived: LiveAnswer,
): Pick<IdentifierOutcome, "losses" | "lossCount"> {
  return {
    losses: [...own.losses, ...derived.losses].slice(0, MAX_OUTCOME_LOSSES),
    lossCount: own.lossCount + derived.lossCount,
  };
}
