import {
  isWaymarkError,
  SessionStatusConflictError,
  type AbandonStaleOptions,
  type ExecutionTraceLogger,
  type Failure,
  type MappingSession,
  type MappingSessionInput,
  type MappingSessionStatus,
  type SessionMetrics,
  type TerminalSessionStatus,
} from "@waymark/trace-core";

import { MappingCancelledError } from "./errors/mapping-cancelled-error.js";
import { SessionLostError } from "./errors/session-lost-error.js";
import { toFailure } from "./errors/to-failure.js";
import { SessionWatch } from "./session-watch.js";

export interface RobustExecutionCoordinatorOptions extends AbandonStaleOptions {
  /** Time in ms between two signs of life. Default 10,000. */
  readonly heartbeatMs?: number;
}

/** What is done within one session. */
export interface SessionWork<T, Report> {
  /** Ends early, by throwing the signal's reason, when the signal is aborted. */
  results(): AsyncGenerator<T, void, undefined>;
  /** What is known of it when it has ended, well or not. */
  ending(): SessionEnding;
  /** What its caller gets to know, once the session has ended as `completed` or `partial`. */
  report(session: MappingSession): Report;
}

export interface SessionEnding {
  /** Null while it is not known. */
  readonly inputCount: number | null;
  readonly resultCount: number;
  /** What makes the session `partial`; null when nothing does. */
  readonly partialBecause: Failure | null;
  readonly metrics: SessionMetrics;
}

/** Sees to it that every session ends, however its work does, and that sessions of dead owners do not stay running. */
export class RobustExecutionCoordinator {
  constructor(
    private readonly logger: ExecutionTraceLogger,
    private readonly options: RobustExecutionCoordinatorOptions = {},
  ) {}

  /**
   * As `run`, in a session that was abandoned or cancelled and is opened again.
   *
   * @throws SessionNotFoundError
   * @throws SessionStatusConflictError it is neither: it ended otherwise, or somebody is running it
   */
  resume<T, Report>(
    sessionId: string,
    begin: (session: MappingSession, signal: AbortSignal) => SessionWork<T, Report>,
    signal?: AbortSignal,
  ): AsyncGenerator<T, Report, undefined> {
    return this.inSession(() => this.reopen(sessionId), begin, signal);
  }

  /**
   * Marks stale sessions abandoned, opens a session, yields what its work yields, ends the session and returns the work's report:
   * `completed`; `partial` when the work says so; `failed` when it threw; `cancelled` when the signal was aborted or the
   * consumer stopped early.
   *
   * @throws MappingCancelledError after an abort
   * @throws SessionLostError somebody else ended the session
   * @throws what the work throws, after the session was ended as `failed`
   */
  run<T, Report>(
    data: MappingSessionInput,
    begin: (session: MappingSession, signal: AbortSignal) => SessionWork<T, Report>,
    signal?: AbortSignal,
  ): AsyncGenerator<T, Report, undefined> {
    return this.inSession(() => this.logger.logMappingSessionStart(data), begin, signal);
  }

  /** A cancelled session is as good as an abandoned one. */
  private async reopen(sessionId: string): Promise<MappingSession> {
    try {
      return await this.logger.reopenSession(sessionId, "abandoned");
    } catch (error) {
      if (!isWaymarkError(error, SessionStatusConflictError.code)) throw error;
      const status = error.details.status as MappingSessionStatus;
      if (status !== "cancelled")
        throw new SessionStatusConflictError(sessionId, status, "abandoned", "cancelled");
      return this.logger.reopenSession(sessionId, "cancelled");
    }
  }

  private async *inSession<T, Report>(
    open: () => Promise<MappingSession>,
    begin: (session: MappingSession, signal: AbortSignal) => SessionWork<T, Report>,
    signal?: AbortSignal,
  ): AsyncGenerator<T, Report, undefined> {
    const { heartbeatMs = 10_000, ...staleness } = this.options;
    await this.logger.abandonStale(staleness);
    const session = await open();
    const watch = new SessionWatch(this.logger, session.id, heartbeatMs, signal);
    let work: SessionWork<T, Report>;
    try {
      work = begin(session, watch.signal);
    } catch (cause) {
      watch.stop();
      return this.endAfter(cause, session.id, failedBy(cause), NOTHING_DONE);
    }
    // What stands when the consumer stops early: then neither the end of the work nor an error is ever reached.
    let how: Ending = CANCELLED;
    let failure: { readonly cause: unknown } | undefined;
    try {
      yield* work.results();
      watch.signal.throwIfAborted();
      const { partialBecause } = work.ending();
      how = { status: partialBecause ? "partial" : "completed", error: partialBecause };
    } catch (cause) {
      failure = { cause };
      const isAborted = watch.signal.aborted && cause === watch.signal.reason;
      how = isAborted ? CANCELLED : failedBy(cause);
    } finally {
      watch.stop();
      // An early return ends here; all other ways go on below.
      if (how === CANCELLED && failure === undefined) await this.end(session.id, how, work.ending());
    }
    if (failure === undefined) return work.report(await this.end(session.id, how, work.ending()));
    return this.endAfter(failure.cause, session.id, how, work.ending());
  }

  /** Ends the session after an error, and throws that error: one while ending must not hide it. */
  private async endAfter(
    cause: unknown,
    sessionId: string,
    how: Ending,
    ending: SessionEnding,
  ): Promise<never> {
    if (isWaymarkError(cause, SessionLostError.code)) throw cause;
    await this.end(sessionId, how, ending).catch(() => undefined);
    throw how.status === "cancelled" ? new MappingCancelledError(sessionId, cause) : cause;
  }

  private async end(
    sessionId: string,
    { status, error }: Ending,
    { inputCount, resultCount, metrics }: SessionEnding,
  ): Promise<MappingSession> {
    return this.logger.logMappingSessionEnd(sessionId, status, metrics, { inputCount, resultCount, error });
  }
}

/** How a session ends. */
interface Ending {
  readonly status: TerminalSessionStatus;
  readonly error: Failure | null;
}

const CANCELLED: Ending = { status: "cancelled", error: null };

/** Of work that could not even begin. */
const NOTHING_DONE: SessionEnding = { inputCount: null, resultCount: 0, partialBecause: null, metrics: {} };

function failedBy(cause: unknown): Ending {
  return { status: "failed", error: toFailure(cause, "mapping-failed") };
}
