import {
  everyPage,
  type EntityMappingProvenance,
  type IdentifierOutcome,
  type TraceStore,
} from "@waymark/trace-core";

import { targetsFromTrace, type Answer } from "../answer/answer.js";
import { SeenIdentifiers } from "./seen-identifiers.js";

export interface SessionAnswersOptions {
  /** Whether the session may already hold answers. */
  readonly isResumed: boolean;
  /** Whether the session has ended, so that its `invalid` outcomes are returned as well. Default false. */
  readonly isFinal?: boolean;
  /** How many slices may be uncommitted when the next one is looked up. */
  readonly slicesInFlight: number;
  readonly sessionId: string;
  readonly sourceType: string;
  readonly targetType: string;
}

/**
 * The answers that this session has already given, so that an input that occurs again in a later slice is not mapped
 * again. They are read from the trace, so that memory stays flat; only those of the slices being written are kept.
 * Nearly all identifiers occur for the first time; most of these are recognised without asking the store.
 */
export class SessionAnswers {
  /** Oldest first. */
  private inFlight: ReadonlyMap<string, Answer>[] = [];
  /** The identifiers of the slices before those. */
  private readonly seen = new SeenIdentifiers();

  constructor(
    private readonly store: TraceStore,
    private readonly options: SessionAnswersOptions,
  ) {}

  /** Keeps the answers of the slice that is written next. */
  keep(answers: ReadonlyMap<string, Answer>): void {
    this.inFlight.push(answers);
    if (this.inFlight.length <= this.options.slicesInFlight) return;
    // A resumed session does not use the filter, which cannot know what was answered before.
    if (!this.options.isResumed)
      for (const sourceId of this.inFlight[0]?.keys() ?? []) this.seen.add(sourceId);
    this.inFlight.shift();
  }

  /** By source id; identifiers that this session has not answered are absent. */
  async find(sourceIds: readonly string[]): Promise<Map<string, Answer>> {
    const found = new Map<string, Answer>();
    const asked: string[] = [];
    const { isResumed } = this.options;
    // The latest answer has all raw ids under which the identifier came in.
    const latestFirst = this.inFlight.toReversed();
    for (const sourceId of sourceIds) {
      const answer = firstOf(latestFirst, sourceId);
      if (answer) found.set(sourceId, answer);
      else if (isResumed || this.seen.mayHave(sourceId)) asked.push(sourceId);
    }
    if (asked.length > 0) {
      const outcomes = await this.outcomes(asked);
      const traced = await this.answered(outcomes);
      for (const outcome of outcomes) {
        const targets =
          targetsFromTrace(outcome, traced.get(outcome.sourceId) ?? []) ??
          targetsFromTrace(outcome, await this.provenance(outcome));
        if (targets) found.set(outcome.sourceId, { outcome, targets });
      }
    }
    return found;
  }

  private async outcomes(sourceIds: readonly string[]): Promise<IdentifierOutcome[]> {
    const { sessionId, sourceType, targetType } = this.options;
    const outcomes: IdentifierOutcome[] = [];
    for await (const page of everyPage((query) => this.store.listOutcomes(query), { sessionId, sourceIds }))
      outcomes.push(...page.filter((it) => it.sourceType === sourceType && it.targetType === targetType));
    // Invalid inputs are checked again, including those whose secondary identifiers led nowhere.
    return this.options.isFinal ? outcomes : outcomes.filter((it) => it.outcome !== "invalid");
  }

  /** Provenance by source id, read in bulk through the cache's look-up; absent for answers that it does not find. */
  private async answered(
    outcomes: readonly IdentifierOutcome[],
  ): Promise<Map<string, readonly EntityMappingProvenance[]>> {
    const { sourceType, targetType } = this.options;
    const cacheable = outcomes.filter((it) => it.answerFingerprint !== null && it.targetCount > 0);
    if (cacheable.length === 0) return new Map();
    const answeredBy = new Map(cacheable.map((it) => [it.sourceId, it.answeredBy]));
    const answers = await this.store.findAnswers({
      sourceType,
      targetType,
      sourceIds: cacheable.map((it) => it.sourceId),
      answerFingerprints: [...new Set(cacheable.map((it) => it.answerFingerprint ?? ""))],
      since: new Date(0),
    });
    return new Map(
      answers
        .filter(({ outcome }) => answeredBy.get(outcome.sourceId) === outcome.sessionId)
        .map(({ outcome, provenance }) => [outcome.sourceId, provenance]),
    );
  }

  /** Reads mapping by mapping, for the few answers that were not found in bulk. */
  private async provenance(outcome: IdentifierOutcome): Promise<EntityMappingProvenance[]> {
    const found: EntityMappingProvenance[] = [];
    for (const { mappingId } of outcome.targets) {
      for await (const page of everyPage((query) => this.store.listProvenance(query), { mappingId }))
        found.push(...page.filter((it) => it.sessionId === outcome.answeredBy));
    }
    return found;
  }
}

function firstOf(slices: readonly ReadonlyMap<string, Answer>[], sourceId: string): Answer | undefined {
  for (const slice of slices) {
    const answer = slice.get(sourceId);
    if (answer) return answer;
  }
  return undefined;
}
