import type { MappingSession, TraceStore } from "@waymark/trace-core";

import type { IdentifierType } from "../../identifier-type.js";
import type { Answer } from "../answer/answer.js";
import { invalidOutcome, type OutcomeFrame } from "../answer/to-outcome.js";
import { SessionAnswers } from "../cache/session-answers.js";
import { MappingCancelledError } from "../errors/mapping-cancelled-error.js";
import { SessionNotResumableError } from "../errors/session-not-resumable-error.js";
import { isAnswerable, type InputEntry } from "../input/input-entry.js";
import { InputSlice } from "../input/input-slice.js";
import { SliceReader } from "../input/slice-reader.js";
import type { MappingReport, MappingResult } from "./mapping-result.js";
import { SummaryTally } from "./mapping-summary.js";
import { ProgressMeter } from "../progress/progress-meter.js";
import type { ResolvedRequest } from "../request/resolve-request.js";
import { sliceResults } from "./slice-results.js";

export interface RecordedResultsOptions {
  readonly store: TraceStore;
  /** A session that has ended. */
  readonly session: MappingSession;
  readonly request: ResolvedRequest;
  readonly type: IdentifierType;
  readonly secondaryTypes: readonly IdentifierType[];
}

/**
 * Yields the recorded results of a session, in input order, slice by slice; the report's `hops` are empty. Nothing is
 * looked up again, and nothing is written.
 *
 * @throws MappingCancelledError after an abort
 * @throws SessionNotResumableError the session has no answer for an identifier, or part of the answer is no longer in
 *   the trace
 */
export async function* recordedResults(
  options: RecordedResultsOptions,
): AsyncGenerator<MappingResult, MappingReport, undefined> {
  const { store, session, request, type, secondaryTypes } = options;
  const { id: sessionId } = session;
  const recorded = new SessionAnswers(store, {
    ...request,
    sessionId,
    isResumed: true,
    isFinal: true,
    slicesInFlight: 0,
  });
  const frame = { ...request, sessionId, recordedAt: session.startedAt };
  const tally = new SummaryTally();
  const progress = new ProgressMeter(sessionId, request.onProgress, session.inputCount);
  const reader = new SliceReader(request.identifiers, request.sliceSize);
  const signal = request.signal ?? new AbortController().signal;
  try {
    for (let raws = await reader.next(signal); raws; raws = await reader.next(signal)) {
      const slice = new InputSlice(raws, type, secondaryTypes);
      const found = await recorded.find(slice.entries.filter(isAnswerable).map((it) => it.sourceId));
      const answers = slice.entries.map((entry) => {
        const answer = isAnswerable(entry) ? found.get(entry.sourceId) : refused(frame, entry);
        if (!answer) throw missing(sessionId, entry);
        return { entry, answer };
      });
      for (const { entry, answer } of answers) {
        const { outcome } = answer;
        tally.add(outcome, entry.occurrences);
        progress.answered(entry.occurrences, outcome.targetCount > 0, outcome.servedFrom === "cache");
      }
      progress.tell("cache");
      yield* sliceResults(slice, answers, { ...request, sessionId });
    }
  } catch (error) {
    throw signal.aborted && error === signal.reason ? new MappingCancelledError(sessionId, error) : error;
  } finally {
    reader.close();
  }
  progress.tell("done");
  return { session, summary: tally.summary(progress.elapsedMs), hops: [] };
}

/** The answer for an input for which nothing can be looked up: it is always `invalid`, and not read from the trace. */
function refused(frame: OutcomeFrame, entry: InputEntry): Answer {
  return { outcome: invalidOutcome(frame, entry), targets: [] };
}

function missing(sessionId: string, { rawIds }: InputEntry): SessionNotResumableError {
  const [raw = ""] = rawIds;
  return new SessionNotResumableError(
    sessionId,
    `it has no complete answer for ${JSON.stringify(raw)}. Start a new run: it takes answers that are still valid from the cache`,
  );
}
