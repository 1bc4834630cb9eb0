import type { IdentifierOutcome, LossReason, Outcome, OutcomeLoss } from "@waymark/trace-core";

import { invalidReason } from "./invalid-input.js";

const ENDED: Readonly<Record<LossReason, string>> = {
  not_found: "not found",
  withdrawn: "withdrawn without a successor",
  failed: "could not be looked up",
  timed_out: "was not answered in time",
  cancelled: "was cancelled",
  filtered: "below the requested confidence",
  vetoed: "ruled out",
  cut: "one of too many branches",
};

/** The loss reasons that decide each outcome. */
const DECISIVE: Readonly<Partial<Record<Outcome, readonly LossReason[]>>> = {
  unresolved: ["failed", "timed_out", "cut", "cancelled"],
  obsolete: ["withdrawn"],
  filtered: ["filtered"],
};

/** The loss that best explains why there is no target: of those that decide the outcome, the one that got furthest. */
function decisiveLoss({ outcome, losses }: IdentifierOutcome): OutcomeLoss | undefined {
  const reasons = DECISIVE[outcome];
  const decisive = losses.filter((it) => reasons === undefined || reasons.includes(it.reason));
  let furthest: OutcomeLoss | undefined;
  for (const it of decisive) if (furthest === undefined || it.step > furthest.step) furthest = it;
  return furthest;
}

/** Why an identifier has no target, in one sentence. */
export function unmappedReason(outcome: IdentifierOutcome): string {
  if (outcome.outcome === "invalid") return `${capital(invalidReason(outcome))}.`;
  const loss = decisiveLoss(outcome);
  if (loss === undefined) return `No path knows where it leads (${outcome.outcome}).`;
  const { type, identifier, resource, pathId, step, reason, detail } = loss;
  const place = `${type} ${identifier} in ${resource}, step ${String(step + 1)} of ${pathId}`;
  const others = outcome.lossCount - 1;
  const more = others === 0 ? "" : ` One of ${String(outcome.lossCount)} branches that ended.`;
  return `${capital(ENDED[reason])} at ${place}${detail === null ? "" : `: ${detail}`}.${more}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
