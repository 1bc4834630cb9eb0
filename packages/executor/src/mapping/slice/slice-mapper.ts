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
import type { RawInput } from "../input/mapping-input.js";
import { isAnswerable, type InputEntry } from "../input/input-entry.js";
import { InputSlice } from "../input/input-slice.js";
import type { PathExecutionManager } from "../path-execution-manager.js";
import type { MappingPlan } from "../plan/mapping-plan.js";
import type { ProgressMeter } from "../progress/progress-meter.js";
import type { ResolvedRequest } from "../request/resolve-request.js";
import { sliceResults } from "../result/slice-results.js";
import { derivedOutcome } from "../secondary/derived-outcome.js";
import type { DerivedAnswers, SecondaryRoutes } from "../secondary/secondary-routes.js";
import { mappingRecord } from "../trace/mapping-record.js";
import type { TargetValidator, ValidatedAnswers } from "../validation/target-validator.js";
import type { AnsweredSlice } from "./answered-slice.js";
import type { EarlierAnswers } from "./earlier-answers.js";
import type { FoundAnswer } from "./found-answer.js";
import { MAX_COMMITTING } from "./max-committing.js";
import { SliceProgress } from "./slice-progress.js";

export interface SliceMapperOptions {
  readonly sessionId: string;
  /** Whether the session may already hold answers. */
  readonly isResumed: boolean;
  readonly request: ResolvedRequest;
  readonly type: IdentifierType;
  readonly plan: MappingPlan;
  readonly paths: PathExecutionManager;
  /** Null if targets are not mapped back. */
  readonly validator: TargetValidator | null;
  readonly secondary: SecondaryRoutes;
  readonly secondaryTypes: readonly IdentifierType[];
  readonly store: TraceStore;
  readonly progress: ProgressMeter;
  readonly clock: Clock;
}

/** Answers one slice after another: from this session's own answers, from the cache, then along the routes. */
export class SliceMapper {
  private readonly session: SessionAnswers;
  private readonly cache: AnswerCache | undefined;
  private readonly progress: SliceProgress;

  constructor(private readonly options: SliceMapperOptions) {
    const { store, plan, sessionId, isResumed, request, progress } = options;
    const slicesInFlight = MAX_COMMITTING;
    this.session = new SessionAnswers(store, { ...request, sessionId, isResumed, slicesInFlight });
    this.cache = request.useCache ? new AnswerCache(store, plan, request) : undefined;
    this.progress = new SliceProgress(progress);
  }

  /** Maps one slice. An abort ends this early, without an error; finished answers stand. */
  async map(raws: readonly RawInput[], signal: AbortSignal): Promise<AnsweredSlice> {
    const { type, secondaryTypes, paths, sessionId, request, clock } = this.options;
    const slice = new InputSlice(raws, type, secondaryTypes);
    const earlier = await this.earlier(slice.entries);
    this.progress.known(slice.entries, earlier);

    const routed = await paths.route(earlier.open, signal, (answers) => this.progress.routed(answers));
    const live = new Map(routed.answers.filter((it) => it.isFinished).map((it) => [it.entry.sourceId, it]));
    const frame = { ...request, sessionId, recordedAt: clock() };
    const answered = slice.entries.flatMap((it) => this.answer(it, frame, earlier, live) ?? []);

    const { derived, found } = await this.derive(frame, answered, earlier, signal);
    this.progress.rest(found, earlier, live, derived.answers);

    const isJustMapped = (it: InputEntry): boolean => live.has(it.sourceId) || derived.answers.has(it);
    const back = await this.validated(
      found.filter((it) => isJustMapped(it.entry) && it.answer.targets.length > 0),
      signal,
    );
    for (const it of found) it.answer = back.answers.get(it.entry) ?? it.answer;

    this.session.keep(
      new Map(found.filter((it) => isAnswerable(it.entry)).map((it) => [it.entry.sourceId, it.answer])),
    );
    const trace = [routed, ...derived.routed, ...(back.routed ? [back.routed] : [])];
    return {
      batch: {
        pathExecutions: trace.flatMap((it) => it.pathExecutions),
        mappings: [
          ...mappingsOf([...routed.answers, ...derived.answers.values()], request),
          ...mappingsOf(back.routed?.answers ?? [], reverseOf(request)),
        ],
        provenance: trace.flatMap((it) => it.provenance),
        outcomes: found.filter((it) => it.isNew).map((it) => it.answer.outcome),
      },
      results: sliceResults(slice, found, { ...request, sessionId }),
      answers: found,
      reaches: found.flatMap((it) => it.reaches),
      failure: trace.find((it) => it.failure !== null)?.failure ?? null,
    };
  }

  private async earlier(entries: readonly InputEntry[]): Promise<EarlierAnswers> {
    const ofSession = await this.session.find(entries.filter(isAnswerable).map((it) => it.sourceId));
    const unseen = entries.filter((it) => it.identifier !== null && !ofSession.has(it.sourceId));
    const sourceIds = unseen.map((it) => it.sourceId);
    const fromCache =
      (await this.cache?.find(sourceIds, this.options.clock())) ?? new Map<string, ServableAnswer>();
    return { ofSession, fromCache, open: unseen.filter((it) => !fromCache.has(it.sourceId)) };
  }

  /**
   * Replaces answers without targets by those found through secondary identifiers. After an abort, inputs that might
   * still have been answered this way are left out: if they were recorded without targets, a resumed session would not
   * try them again.
   */
  private async derive(
    frame: OutcomeFrame,
    found: readonly FoundAnswer[],
    { ofSession }: EarlierAnswers,
    signal: AbortSignal,
  ): Promise<{ readonly derived: DerivedAnswers; readonly found: readonly FoundAnswer[] }> {
    const { secondary, plan, request } = this.options;
    const open = found.filter(
      ({ entry, answer }) =>
        entry.secondary.size > 0 &&
        LEADS_NOWHERE.has(answer.outcome.outcome) &&
        !ofSession.has(entry.sourceId),
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

  /** Maps back the targets of answers that were just found. */
  private async validated(answers: readonly FoundAnswer[], signal: AbortSignal): Promise<ValidatedAnswers> {
    const { validator } = this.options;
    if (validator === null || answers.length === 0) return { answers: new Map(), routed: null };
    return validator.validate(new Map(answers.map(({ entry, answer }) => [entry, answer])), signal);
  }

  /** Undefined if the run was aborted before the answer was finished. */
  private answer(
    entry: InputEntry,
    frame: OutcomeFrame,
    { ofSession, fromCache }: EarlierAnswers,
    live: ReadonlyMap<string, LiveAnswer>,
  ): FoundAnswer | undefined {
    const known = isAnswerable(entry) ? ofSession.get(entry.sourceId) : undefined;
    if (known) return { entry, ...withRawIds(known, entry), reaches: [] };
    if (entry.identifier === null) {
      const outcome = invalidOutcome(frame, entry);
      return { entry, answer: { outcome, targets: [] }, isNew: true, reaches: [] };
    }
    const cached = fromCache.get(entry.sourceId);
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

/** Everything that was observed, even below `minConfidence`: the trace is complete. */
function mappingsOf(
  answers: readonly LiveAnswer[],
  { sourceType, targetType }: { readonly sourceType: string; readonly targetType: string },
): EntityMapping[] {
  const mappings: EntityMapping[] = [];
  for (const { entry, targets } of answers) {
    const key = { sourceType, sourceId: entry.sourceId, targetType };
    for (const it of targets.values()) mappings.push(mappingRecord(key, it));
  }
  return mappings;
}

function reverseOf({ sourceType, targetType }: ResolvedRequest): {
  readonly sourceType: string;
  readonly targetType: string;
} {
  return { sourceType: targetType, targetType: sourceType };
}

/**
 * An answer that was given before, with the raw ids that have been added since; written again only if there are any.
 */
function withRawIds(answer: Answer, entry: InputEntry): { readonly answer: Answer; readonly isNew: boolean } {
  const rawIds = [...new Set([...answer.outcome.rawIds, ...entry.rawIds])].sort(compareBytes);
  if (rawIds.length === answer.outcome.rawIds.length) return { answer, isNew: false };
  return { answer: { ...answer, outcome: { ...answer.outcome, rawIds } }, isNew: true };
}
