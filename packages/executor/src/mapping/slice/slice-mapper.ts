import {
  compareBytes,
  type Clock,
  type EntityMapping,
  type Outcome,
  type TraceStore,
} from "@waymark/trace-core";

import type { IdentifierType } from "../../identifier-type.js";
import { targetsFromLive, type Answer } from "../answer/answer.js";
import type { LiveAnswer } from "../answer/live-answer.js";
import { invalidOutcome, toOutcome, type OutcomeFrame } from "../answer/to-outcome.js";
import { AnswerCache, type ServableAnswer } from "../cache/answer-cache.js";
import { SessionAnswers } from "../cache/session-answers.js";
import type { PathReach } from "../result/hop-coverage.js";
import type { RawInput } from "../input/mapping-input.js";
import { isAnswerable, type InputEntry } from "../input/input-entry.js";
import { InputSlice } from "../input/input-slice.js";
import type { PathExecutionManager } from "../path-execution-manager.js";
import type { MappingPlan } from "../plan/mapping-plan.js";
import type { ProgressMeter } from "../progress/progress-meter.js";
import type { ResolvedRequest } from "../request/resolve-request.js";
import { derivedOutcome } from "../secondary/derived-outcome.js";
import type { DerivedAnswers, SecondaryRoutes } from "../secondary/secondary-routes.js";
import { mappingRecord } from "../trace/mapping-record.js";
import type { TargetValidator, ValidatedAnswers } from "../validation/target-validator.js";
import type { AnsweredSlice } from "./answered-slice.js";
import { MAX_COMMITTING } from "./max-committing.js";
import { sliceResults } from "../result/slice-results.js";

export interface SliceMapperOptions {
  readonly sessionId: string;
  /** The session may hold answers already. */
  readonly isResumed: boolean;
  readonly request: ResolvedRequest;
  readonly type: IdentifierType;
  readonly plan: MappingPlan;
  readonly paths: PathExecutionManager;
  /** Null when targets are not mapped back. */
  readonly validator: TargetValidator | null;
  readonly secondary: SecondaryRoutes;
  readonly secondaryTypes: readonly IdentifierType[];
  readonly store: TraceStore;
  readonly progress: ProgressMeter;
  readonly clock: Clock;
}

interface FoundAnswer {
  readonly entry: InputEntry;
  answer: Answer;
  /** It is to be written. */
  readonly isNew: boolean;
  /** None of what this session had answered before. */
  readonly reaches: readonly PathReach[];
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
  async map(raws: readonly RawInput[], signal: AbortSignal): Promise<AnsweredSlice> {
    const { progress, clock, paths } = this.options;
    const slice = new InputSlice(raws, this.options.type, this.options.secondaryTypes);
    const identifiers = slice.entries.filter((it) => it.identifier !== null);

    const answerable = slice.entries.filter(isAnswerable);

    const before = await this.session.find(answerable.map((it) => it.sourceId));
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
    const all: FoundAnswer[] = [];
    const reaches: PathReach[] = [];
    for (const entry of slice.entries) {
      const answered = this.answer(entry, frame, before, served, live);
      if (answered) all.push(answered);
    }
    const { derived, found } = await this.derive(frame, all, before, signal);
    for (const it of found) for (const reach of it.reaches) reaches.push(reach);
    for (const { entry } of found) {
      const isLive =
        entry.identifier === null
          ? isAnswerable(entry) && !before.has(entry.sourceId)
          : live.get(entry.sourceId)?.isAnswered === false;
      const hasTargets = derived.answers.get(entry)?.isAnswered === true;
      if (isLive) progress.answered(entry.occurrences, hasTargets, false);
    }
    const back = await this.validated(
      found,
      ({ entry, answer }) =>
        (live.has(entry.sourceId) || derived.answers.has(entry)) && answer.targets.length > 0,
      signal,
    );
    const trace = [routed, ...derived.routed, ...(back.routed ? [back.routed] : [])];
    for (const it of found) it.answer = back.answers.get(it.entry) ?? it.answer;
    const answerOf = new Map<string, Answer>();
    for (const { entry, answer } of found) if (isAnswerable(entry)) answerOf.set(entry.sourceId, answer);
    this.session.keep(answerOf);
    const mappings: EntityMapping[] = [];
    for (const it of routed.answers) addMappings(mappings, it, request);
    for (const it of derived.answers.values()) addMappings(mappings, it, request);
    for (const it of back.routed?.answers ?? []) addMappings(mappings, it, reverseOf(request));
    return {
      batch: {
        pathExecutions: trace.flatMap((it) => it.pathExecutions),
        mappings,
        provenance: trace.flatMap((it) => it.provenance),
        outcomes: found.filter((it) => it.isNew).map((it) => it.answer.outcome),
      },
      results: sliceResults(slice, found, { ...request, sessionId }),
      answers: found,
      reaches,
      failure: trace.find((it) => it.failure !== null)?.failure ?? null,
    };
  }

  /**
   * Puts in place of answers without targets what secondary identifiers led to. After an abort, those are left out that
   * might still have been answered so: as answers without targets they would stand when the session is resumed.
   */
  private async derive(
    frame: OutcomeFrame,
    found: readonly FoundAnswer[],
    before: ReadonlyMap<string, Answer>,
    signal: AbortSignal,
  ): Promise<{ readonly derived: DerivedAnswers; readonly found: readonly FoundAnswer[] }> {
    const { secondary, plan, request } = this.options;
    const open = found.filter(
      ({ entry, answer }) =>
        entry.secondary.size > 0 && LEADS_NOWHERE.has(answer.outcome.outcome) && !before.has(entry.sourceId),
    );
    const derived = await secondary.derive(
      open.map((it) => it.entry),
      signal,
    );
    for (const it of open) {
      const live = derived.answers.get(it.entry);
      const outcome = live && derivedOutcome(frame, it.answer.outcome, live, plan, request.minConfidence);
      if (live && outcome) it.answer = { outcome, targets: targetsFromLive(outcome, live.targets) };
    }
    if (!signal.aborted) return { derived, found };
    const left = new Set(open.filter((it) => derived.answers.get(it.entry)?.isAnswered !== true));
    return { derived, found: found.filter((it) => !left.has(it)) };
  }

  /** What was just found, with what mapping it back gave. */
  private async validated(
    answers: readonly FoundAnswer[],
    isFound: (answer: FoundAnswer) => boolean,
    signal: AbortSignal,
  ): Promise<ValidatedAnswers> {
    const { validator } = this.options;
    const found = validator === null ? [] : answers.filter(isFound);
    if (validator === null || found.length === 0) return { answers: new Map(), routed: null };
    return validator.validate(new Map(found.map(({ entry, answer }) => [entry, answer])), signal);
  }

  private tellKnown(
    entry: InputEntry,
    before: ReadonlyMap<string, Answer>,
    served: ReadonlyMap<string, Answer>,
  ): void {
    const { progress } = this.options;
    // An input that is none may share its text with an identifier, but not with secondary identifiers beside it.
    if (!isAnswerable(entry)) progress.answered(entry.occurrences, false, false);
    const known = isAnswerable(entry)
      ? (before.get(entry.sourceId) ?? served.get(entry.sourceId))
      : undefined;
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
  ): FoundAnswer | undefined {
    const known = isAnswerable(entry) ? before.get(entry.sourceId) : undefined;
    if (known) return { entry, ...withRawIds(known, entry), reaches: [] };
    if (entry.identifier === null) {
      const outcome = invalidOutcome(frame, entry);
      return { entry, answer: { outcome, targets: [] }, isNew: true, reaches: [] };
    }
    const cached = served.get(entry.sourceId);
    if (cached) {
      const rawIds = [...entry.rawIds].sort(compareBytes);
      const { sessionId, recordedAt } = frame;
      const outcome = { ...cached.outcome, sessionId, rawIds, servedFrom: "cache", recordedAt } as const;
      return { entry, answer: { outcome, targets: cached.targets }, isNew: true, reaches: cached.reaches };
    }
    const found = live.get(entry.sourceId);
    if (!found) return undefined;
    const { plan, request } = this.options;
    const outcome = toOutcome(frame, entry, found, plan, request.minConfidence);
    const targets = targetsFromLive(outcome, found.targets);
    return { entry, answer: { outcome, targets }, isNew: true, reaches: found.reaches };
  }
}

const LEADS_NOWHERE: ReadonlySet<Outcome> = new Set<Outcome>([
  "not_found",
  "obsolete",
  "unresolved",
  "invalid",
]);

/** All that was observed, also what is below the confidence asked for: the trace is complete. */
function addMappings(
  mappings: EntityMapping[],
  { entry, targets }: LiveAnswer,
  { sourceType, targetType }: { readonly sourceType: string; readonly targetType: string },
): void {
  const key = { sourceType, sourceId: entry.sourceId, targetType };
  for (const it of targets.values()) mappings.push(mappingRecord(key, it));
}

function reverseOf({ sourceType, targetType }: ResolvedRequest): {
  readonly sourceType: string;
  readonly targetType: string;
} {
  return { sourceType: targetType, targetType: sourceType };
}

/** An answer that was given before, with the spellings in which it has come in since; written again when there are new ones. */
function withRawIds(answer: Answer, entry: InputEntry): { readonly answer: Answer; readonly isNew: boolean } {
  const rawIds = [...new Set([...answer.outcome.rawIds, ...entry.rawIds])].sort(compareBytes);
  if (rawIds.length === answer.outcome.rawIds.length) return { answer, isNew: false };
  return { answer: { ...answer, outcome: { ...answer.outcome, rawIds } }, isNew: true };
}
