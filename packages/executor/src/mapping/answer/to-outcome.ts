import {
  compareBytes,
  compareTargets,
  MAX_OUTCOME_LOSSES,
  MAX_OUTCOME_TARGETS,
  type IdentifierOutcome,
  type Outcome,
  type OutcomeLoss,
} from "@waymark/trace-core";

import type { InputEntry } from "../input/input-entry.js";
import type { MappingPlan } from "../plan/mapping-plan.js";
import { isPastAllSteps } from "./is-past-all-steps.js";
import type { FoundTarget, LiveAnswer } from "./live-answer.js";
import { compareObservations, type Observation } from "./observation.js";

export interface OutcomeFrame {
  readonly sessionId: string;
  readonly sourceType: string;
  readonly targetType: string;
  readonly recordedAt: Date;
}

/** The record of an answer that was found live. */
export function toOutcome(
  frame: OutcomeFrame,
  entry: InputEntry,
  answer: LiveAnswer,
  plan: MappingPlan,
  minConfidence: number,
): IdentifierOutcome {
  const found = [...answer.targets.values()];
  if (found.length > 1) found.sort(byRank);
  const kept: FoundTarget[] = [];
  const filtered: FoundTarget[] = [];
  for (const it of found) (it.best.confidence >= minConfidence ? kept : filtered).push(it);
  const weak = filtered.flatMap(({ id, byRoute }) => byRoute.map((observation) => ({ id, observation })));
  const losses = weak
    .slice(0, MAX_OUTCOME_LOSSES)
    .map(({ id, observation }) => filteredLoss(id, observation, frame.targetType, plan, minConfidence));
  const outcome = outcomeOf(kept.length, filtered.length, answer);
  const isCut = kept.length > MAX_OUTCOME_TARGETS;
  const { sessionId, sourceType, targetType, recordedAt } = frame;
  // A literal: this runs for every identifier, and a spread is many times slower.
  return {
    sessionId,
    sourceType,
    sourceId: entry.sourceId,
    targetType,
    rawIds: rawIdsOf(entry),
    outcome,
    targets: kept.slice(0, MAX_OUTCOME_TARGETS).map(targetOf),
    targetCount: kept.length,
    isAmbiguous: answer.isAmbiguous,
    matchedAs: matchedAsOf(answer),
    sourceStatus: answer.sourceStatus,
    losses: [...answer.losses, ...losses].slice(0, MAX_OUTCOME_LOSSES),
    lossCount: answer.lossCount + weak.length,
    isProvisional: answer.isProvisional,
    answerFingerprint:
      answer.hasFailed || answer.isProvisional || isCut ? null : plan.answerFingerprint(answer.consulted),
    servedFrom: "live",
    answeredBy: sessionId,
    recordedAt,
  };
}

/** The record of an input that is not an identifier. It costs nothing to make, so it is never cached. */
export function invalidOutcome(frame: OutcomeFrame, entry: InputEntry): IdentifierOutcome {
  const { sessionId, sourceType, targetType, recordedAt } = frame;
  return {
    sessionId,
    sourceType,
    sourceId: entry.sourceId,
    targetType,
    rawIds: rawIdsOf(entry),
    outcome: "invalid",
    targets: [],
    targetCount: 0,
    isAmbiguous: false,
    matchedAs: null,
    sourceStatus: "unknown",
    losses: [],
    lossCount: 0,
    isProvisional: false,
    answerFingerprint: null,
    servedFrom: "live",
    answeredBy: sessionId,
    recordedAt,
  };
}

function rawIdsOf({ rawIds }: InputEntry): readonly string[] {
  const list = [...rawIds];
  return list.length > 1 ? list.sort(compareBytes) : list;
}

/** If branches differ, the first of: mapped, filtered, unresolved, obsolete, not found. */
function outcomeOf(kept: number, filtered: number, answer: LiveAnswer): Outcome {
  if (kept > 1) return "mapped_to_many";
  if (kept === 1) return "mapped";
  if (filtered > 0) return "filtered";
  if (answer.hasFailed) return "unresolved";
  return answer.isWithdrawn ? "obsolete" : "not_found";
}

/** That of the best branch of all; if no branch reached a target, that of the first hit. */
function matchedAsOf({ targets, matchedAs }: LiveAnswer): string | null {
  let best: Observation | undefined;
  for (const target of targets.values()) {
    if (!best || compareObservations(target.best, best) < 0) best = target.best;
  }
  return best ? best.matchedAs : matchedAs;
}

function byRank(a: FoundTarget, b: FoundTarget): number {
  return compareTargets(targetOf(a), targetOf(b));
}

function targetOf({ id, mappingId, best }: FoundTarget): IdentifierOutcome["targets"][number] {
  // Keys are in the order of canonical JSON, see the core's `canonicalJson`.
  return {
    confidence: best.confidence,
    hopCount: best.hops.length,
    mappingId,
    pathId: best.pathId,
    targetId: id,
    validationStatus: null,
  };
}

/**
 * The loss of a target that one route reached with too low a confidence. Its step is the last one or, for an override
 * that leads past all steps, the first one.
 */
function filteredLoss(
  identifier: string,
  { pathId, route, hops, confidence }: Observation,
  type: string,
  plan: MappingPlan,
  minConfidence: number,
): OutcomeLoss {
  const steps = plan.routes[route]?.path.steps ?? [];
  return {
    detail: `Confidence ${confidence.toFixed(4)} is below ${String(minConfidence)}`,
    identifier,
    pathId,
    reason: "filtered",
    resource: hops.at(-1)?.resource ?? pathId,
    step: isPastAllSteps(hops, steps) ? 0 : Math.max(0, steps.length - 1),
    type,
  };
}
