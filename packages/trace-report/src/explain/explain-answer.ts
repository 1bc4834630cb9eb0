import type { IdentifierOutcome } from "@waymark/trace-core";

import { excerpt } from "../shared/excerpt.js";
import { ambiguityOf, type ReachedBranch } from "./ambiguity-of.js";
import type { CurrentLabel, ExplainedAnswer, ExplainedLoss, TriedPath } from "./explanation.js";

export interface AnswerContext {
  /** Maximum number of targets to show. */
  readonly maxTargets: number;
  /** The known branches of the answer that reached a target, as observed by the session that found it. */
  readonly branches: readonly ReachedBranch[];
  /** The losses of the outcome. */
  readonly losses: readonly ExplainedLoss[];
  readonly currentLabels: readonly CurrentLabel[];
}

export function explainAnswer(outcome: IdentifierOutcome, context: AnswerContext): ExplainedAnswer {
  const { sessionId, sourceType, sourceId, targetType, rawIds, matchedAs, sourceStatus } = outcome;
  const { isProvisional, servedFrom, answeredBy, lossCount } = outcome;
  const { losses } = context;
  const targets = outcome.targets.slice(0, context.maxTargets).map((it) => ({
    mappingId: it.mappingId,
    targetId: it.targetId,
    confidence: it.confidence,
    hopCount: it.hopCount,
    pathId: it.pathId,
    validationStatus: it.validationStatus,
  }));
  return {
    sessionId,
    sourceType,
    sourceId,
    targetType,
    rawIds,
    outcome: outcome.outcome,
    matchedAs,
    sourceStatus,
    isProvisional,
    servedFrom,
    answeredBy,
    recordedAt: outcome.recordedAt.toISOString(),
    targets: {
      ...excerpt(targets, context.maxTargets),
      total: outcome.targetCount,
      truncated: outcome.targetCount > targets.length,
    },
    paths: pathsOf(outcome, losses),
    lossCount,
    ambiguity: outcome.isAmbiguous ? ambiguityOf(sourceId, context.branches, losses) : null,
    currentLabels: context.currentLabels,
  };
}

/** Paths are tried until one answers, so those that only have losses come first. */
function pathsOf({ targets }: IdentifierOutcome, losses: readonly ExplainedLoss[]): TriedPath[] {
  const paths = new Map<string, { targetCount: number; losses: ExplainedLoss[] }>();
  const pathOf = (pathId: string): { targetCount: number; losses: ExplainedLoss[] } => {
    const known = paths.get(pathId) ?? { targetCount: 0, losses: [] };
    paths.set(pathId, known);
    return known;
  };
  for (const loss of losses) pathOf(loss.pathId).losses.push(loss);
  for (const { pathId } of targets) pathOf(pathId).targetCount++;
  return [...paths].map(([pathId, it]) => ({ pathId, ...it }));
}
