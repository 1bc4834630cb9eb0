import { MAX_LOOKUP_IDS, type CachedAnswer, type TraceStore } from "@waymark/trace-core";

import { targetsFromTrace, type Answer } from "../answer/answer.js";
import { pathReaches } from "../answer/path-reaches.js";
import type { PathReach } from "../result/hop-coverage.js";
import type { MappingPlan } from "../plan/mapping-plan.js";

export interface AnswerCacheOptions {
  readonly sourceType: string;
  readonly targetType: string;
  /** In ms; Infinity for any age. */
  readonly maxCacheAge: number;
  readonly negativeCacheAge: number;
}

/** An answer that an earlier session found, as that session recorded it. */
export interface ServableAnswer extends Answer {
  readonly reaches: readonly PathReach[];
}

/** Finds answers of earlier sessions whose resources are unchanged and which are young enough to be served. */
export class AnswerCache {
  constructor(
    private readonly store: TraceStore,
    private readonly plan: MappingPlan,
    private readonly options: AnswerCacheOptions,
  ) {}

  /** By source id; identifiers without such an answer are absent. */
  async find(sourceIds: readonly string[], now: Date): Promise<Map<string, ServableAnswer>> {
    const found = new Map<string, ServableAnswer>();
    const { sourceType, targetType, maxCacheAge, negativeCacheAge } = this.options;
    const { answerFingerprints } = this.plan;
    if (answerFingerprints.length === 0) return found;
    const since = {
      positive: before(now, maxCacheAge),
      negative: before(now, Math.min(maxCacheAge, negativeCacheAge)),
    };
    for (let start = 0; start < sourceIds.length; start += MAX_LOOKUP_IDS) {
      const cached = await this.store.findAnswers({
        sourceType,
        targetType,
        sourceIds: sourceIds.slice(start, start + MAX_LOOKUP_IDS),
        answerFingerprints,
        since: since.positive,
      });
      for (const answer of cached) {
        const { outcome } = answer;
        if (outcome.targetCount === 0 && outcome.recordedAt < since.negative) continue;
        // The resources may allow less than the request does.
        if (outcome.recordedAt < before(now, this.plan.maxAgeOf(outcome.answerFingerprint ?? ""))) continue;
        const servable = this.servable(answer);
        if (servable) found.set(outcome.sourceId, servable);
      }
    }
    return found;
  }

  /** Undefined if part of the trace is missing; the identifier is then looked up again. */
  private servable({ outcome, provenance }: CachedAnswer): ServableAnswer | undefined {
    const targets = targetsFromTrace(outcome, provenance);
    return targets && { outcome, targets, reaches: pathReaches(outcome, provenance, this.plan.routes) };
  }
}

function before(now: Date, age: number): Date {
  return new Date(Math.max(0, now.getTime() - age));
}
