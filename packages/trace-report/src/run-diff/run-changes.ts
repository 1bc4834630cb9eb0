import { SessionNotFoundError, type MappingSession, type TraceStore } from "@waymark/trace-core";

import { withBranches, type AnsweredOutcome } from "../shared/answered-outcomes.js";
import { AnswerSide } from "./answer-side.js";
import type { Run } from "./change-cause.js";
import { compareAnswers } from "./compare-answers.js";
import type { MappingChange } from "./mapping-change.js";
import { pairedOutcomes, type OutcomePair } from "./paired-outcomes.js";
import { RunFrames } from "./run-frames.js";
import { RunsNotComparableError } from "./runs-not-comparable-error.js";

/** An identifier that at least one of the runs answered, and how their answers differ. */
export interface ComparedIdentifier {
  readonly isInA: boolean;
  readonly isInB: boolean;
  /** Empty if the answers are the same. */
  readonly changes: readonly MappingChange[];
}

/** Pairs are looked up together until there are this many of them, or of their targets. */
const PAIRS_AT_ONCE = 1_000;
const TARGETS_AT_ONCE = 5_000;

/** Maximum number of branches of a target that are compared; a target can have thousands. */
const KEPT_BRANCHES = 10;

/**
 * Every difference between two runs with its causes, identifier by identifier, sorted by bytes. Reads both runs'
 * outcomes side by side and looks up the trace of up to a thousand identifiers at once, so memory is bounded.
 *
 * @throws SessionNotFoundError, RunsNotComparableError at the first iteration
 */
export async function* runChanges(
  store: TraceStore,
  a: string,
  b: string,
): AsyncGenerator<MappingChange, void, undefined> {
  const sessions = await comparedSessions(store, a, b);
  for await (const { changes } of comparedIdentifiers(store, sessions)) yield* changes;
}

/**
 * Both sessions.
 *
 * @throws SessionNotFoundError, RunsNotComparableError
 */
export async function comparedSessions(
  store: TraceStore,
  a: string,
  b: string,
): Promise<readonly [MappingSession, MappingSession]> {
  const [first, second] = await Promise.all([store.getSession(a), store.getSession(b)]);
  if (first === undefined) throw new SessionNotFoundError(a);
  if (second === undefined) throw new SessionNotFoundError(b);
  if (first.sourceType !== second.sourceType || first.targetType !== second.targetType)
    throw new RunsNotComparableError(first, second);
  return [first, second];
}

export async function* comparedIdentifiers(
  store: TraceStore,
  sessions: readonly [MappingSession, MappingSession],
): AsyncGenerator<ComparedIdentifier, void, undefined> {
  const [a, b] = sessions;
  const frames = new RunFrames(store);
  let pairs: OutcomePair[] = [];
  let targets = 0;
  for await (const pair of pairedOutcomes(store, a.id, b.id)) {
    pairs.push(pair);
    targets += (pair.a?.targets.length ?? 0) + (pair.b?.targets.length ?? 0);
    if (pairs.length < PAIRS_AT_ONCE && targets < TARGETS_AT_ONCE) continue;
    yield* compared(store, sessions, frames, pairs);
    pairs = [];
    targets = 0;
  }
  yield* compared(store, sessions, frames, pairs);
}

async function* compared(
  store: TraceStore,
  sessions: readonly [MappingSession, MappingSession],
  frames: RunFrames,
  pairs: readonly OutcomePair[],
): AsyncGenerator<ComparedIdentifier, void, undefined> {
  const open = pairs.filter((it) => !isOneAnswer(it));
  const outcomes = open.flatMap(({ a, b }) => [a, b].filter((it) => it !== undefined));
  const answered = new Map(
    (await withBranches(store, outcomes, KEPT_BRANCHES)).map((it) => [it.outcome, it]),
  );
  const sideOf = async (run: Run, outcome: OutcomePair["a"]): Promise<AnswerSide | undefined> => {
    const found: AnsweredOutcome | undefined = outcome && answered.get(outcome);
    if (found === undefined) return undefined;
    const { sessionId, answeredBy } = found.outcome;
    const frame = await frames.get(sessionId);
    return new AnswerSide(run, found.outcome, found.branches, frame, await frames.get(answeredBy));
  };
  for (const pair of pairs) {
    const changes = isOneAnswer(pair)
      ? []
      : compareAnswers({ a: await sideOf("a", pair.a), b: await sideOf("b", pair.b) }, sessions);
    yield { isInA: pair.a !== undefined, isInB: pair.b !== undefined, changes };
  }
}

/** Whether both answers were found by the same session. */
function isOneAnswer({ a, b }: OutcomePair): boolean {
  return a !== undefined && a.answeredBy === b?.answeredBy;
}
