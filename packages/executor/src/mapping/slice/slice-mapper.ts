import type { Clock, IdentifierOutcome, TraceStore } from "@waymark/trace-core";
import { compareBytes } from "@waymark/trace-core/adapter";

import type { IdentifierType } from "../../identifier-type.js";
import { targetsFromLive, type Answer } from "../answer/answer.js";
import type { LiveAnswer } from "../answer/live-answer.js";
import { invalidOutcome, toOutcome, type OutcomeFrame } from "../answer/to-outcome.js";
import { AnswerCache, type ServableAnswer } from "../cache/answer-cache.js";
import { SessionAnswers } from "../cache/session-answers.js";
import type { PathReach } from "../hop-coverage.js";
import type { InputEntry } from "../input/input-entry.js";
import { InputSlice } from "../input/input-slice.js";
import type { MappingResult } from "../mapping-result.js";
import type { PathExecutionManager } from "../path-execution-manager.js";
import type { MappingPlan } from "../plan/mapping-plan.js";
import type { ProgressMeter } from "../progress-meter.js";
import type { ResolvedRequest } from "../resolve-request.js";
import { mappingRecord } from "../trace/mapping-record.js";
import type { AnsweredSlice } from "./answered-slice.js";
import { MAX_COMMITTING } from "./max-committing.js";

export interface SliceMapperOptions {
  readonly sessionId: string;
  /** The session may hold answers already. */
  readonly isResumed: boolean;
  readonly request: ResolvedRequest;
  readonly type: IdentifierType;
  readonly plan: MappingPlan;
  readonly paths: PathExecutionManager;
  readonly store: TraceStore;
  readonly progress: ProgressMeter;
  readonly clock: Clock;
}

/** Answers one slice after the other: from this session's own answers, from the cache, then along the routes. */
export class SliceMapper {
  private readonly session: SessionAnswers;
  private readonly cache: AnswerCache | undefined;

  constructor(private readonly options: SliceMapperOptions) {
    const { store, plan, sessionId, isResumed, request } = options;
    const slicesInFlight = MAX_COMMITTING;
    this.session = new SessionAnswers(store, { ...request, sessionId, isResumed, slicesInFlight });
    this.cache = request.useCache ? new AnswerCache(store, plan, request) : undefined;
  }

  /** An abort ends it early, without an error: what is finished stands. */
  async map(raws: readonly string[], signal: AbortSignal): Promise<AnsweredSlice> {
    const { progress, clock, paths } = this.options;
    const slice = new InputSlice(raws, this.options.type);
    const identifiers = slice.entries.filter((it) => it.identifier !== null);

    const before = await this.session.find(identifiers.map((it) => it.sourceId));
    const unseen = identifiers.filter((it) => !before.has(it.sourceId));
    const served =
      (await this.cache?.find(
        unseen.map((it) => it.sourceId),
        clock(),
      )) ?? new Map<string, ServableAnswer>();
    const open = unseen.filter((it) => !served.has(it.sourceId));
    for (const entry of slice.entries) this.tellKnown(entry, before, served);
    progress.tell("cache");

    const routed = await paths.route(open, signal, (answers) => {
      for (const { isAnswered, entry } of answers)
        if (isAnswered) progress.answered(entry.occurrences, true, false);
      progress.tell("mapping");
    });

    const { sessionId, request } = this.options;
    const frame = { ...request, sessionId, recordedAt: clock() };
    const live = new Map(routed.answers.filter((it) => it.isFinished).map((it) => [it.entry.sourceId, it]));
    const answers: { entry: InputEntry; answer: Answer }[] = [];
    const outcomes: IdentifierOutcome[] = [];
    const reaches: PathReach[] = [];
    for (const entry of slice.entries) {
      const answered = this.answer(entry, frame, before, served, live);
      if (!answered) continue;
      answers.push({ entry, answer: answered.answer });
      if (answered.isNew) outcomes.push(answered.answer.outcome);
      reaches.push(...answered.reaches);
      const isWithoutTarget = live.get(entry.sourceId)?.isAnswered === false;
      if (isWithoutTarget && entry.identifier !== null) progress.answered(entry.occurrences, false, false);
    }
    this.session.keep(
      new Map(answers.filter(isIdentifier).map(({ entry, answer }) => [entry.sourceId, answer])),
    );
    return {
      batch: {
        pathExecutions: routed.pathExecutions,
        mappings: routed.answers.flatMap((it) => this.mappingsOf(it)),
        provenance: routed.provenance,
        outcomes,
      },
      results: this.results(slice, answers),
      answers,
      reaches,
      failure: routed.failure,
    };
  }

  private tellKnown(
    entry: InputEntry,
    before: ReadonlyMap<string, Answer>,
    served: ReadonlyMap<string, Answer>,
  ): void {
    const { progress } = this.options;
    if (entry.identifier === null) progress.answered(entry.occurrences, false, false);
    const known =
      entry.identifier === null ? undefined : (before.get(entry.sourceId) ?? served.get(entry.sourceId));
    if (!known) return;
    const isFromCache = served.has(entry.sourceId) || known.outcome.servedFrom === "cache";
    progress.answered(entry.occurrences, known.outcome.targetCount > 0, isFromCache);
  }

  /** Undefined when the run was aborted before it was finished. */
  private answer(
    entry: InputEntry,
    frame: OutcomeFrame,
    before: ReadonlyMap<string, Answer>,
    served: ReadonlyMap<string, ServableAnswer>,
    live: ReadonlyMap<string, LiveAnswer>,
  ):
    { readonly answer: Answer; readonly isNew: boolean; readonly reaches: readonly PathReach[] } | undefined {
    if (entry.identifier === null) {
      return { answer: { outcome: invalidOutcome(frame, entry), targets: [] }, isNew: true, reaches: [] };
    }
    const known = before.get(entry.sourceId);
    if (known) return { ...withRawIds(known, entry), reaches: [] };
    const rawIds = [...entry.rawIds].sort(compareBytes);
    const { sessionId, recordedAt } = frame;
    const cached = served.get(entry.sourceId);
    if (cached) {
      const outcome = { ...cached.outcome, sessionId, rawIds, servedFrom: "cache", recordedAt } as const;
      return { answer: { outcome, targets: cached.targets }, isNew: true, reaches: cached.reaches };
    }
    const found = live.get(entry.sourceId);
    if (!found) return undefined;
    const { plan, request } = this.options;
    const outcome = toOutcome(frame, entry, found, plan, request.minConfidence);
    return {
      answer: { outcome, targets: targetsFromLive(outcome, found.targets) },
      isNew: true,
      reaches: found.reaches,
    };
  }

  /** All that was observed, also what is below the confidence asked for: the trace is complete. */
  private mappingsOf({ entry, targets }: LiveAnswer): ReturnType<typeof mappingRecord>[] {
    const { sourceType, targetType } = this.options.request;
    const key = { sourceType, sourceId: entry.sourceId, targetType };
    return [...targets.values()].map((it) => mappingRecord(key, it));
  }

  private results(
    slice: InputSlice,
    answers: readonly { readonly entry: InputEntry; readonly answer: Answer }[],
  ): MappingResult[] {
    const answerOf = new Map(answers.map(({ entry, answer }) => [entry, answer]));
    const { sessionId } = this.options;
    return slice.entryOf.flatMap((entry, i) => {
      const answer = answerOf.get(entry);
      if (!answer) return [];
      const { outcome, targets } = answer;
      const { identifier, invalidReason } = entry;
      const { servedFrom, answeredBy } = outcome;
      return [
        {
          raw: slice.raws[i] ?? "",
          identifier,
          invalidReason,
          outcome,
          targets,
          servedFrom,
          sessionId,
          answeredBy,
        },
      ];
    });
  }
}

function isIdentifier({ entry }: { readonly entry: InputEntry }): boolean {
  return entry.identifier !== null;
}

/** An answer that was given before, with the spellings in which it has come in since; written again when there are new ones. */
function withRawIds(answer: Answer, entry: InputEntry): { readonly answer: Answer; readonly isNew: boolean } {
  const rawIds = [...new Set([...answer.outcome.rawIds, ...entry.rawIds])].sort(compareBytes);
  if (rawIds.length === answer.outcome.rawIds.length) return { answer, isNew: false };
  return { answer: { ...answer, outcome: { ...answer.outcome, rawIds } }, isNew: true };
}
