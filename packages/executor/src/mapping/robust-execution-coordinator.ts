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
  /** Time between two heartbeats, in ms. Default 10,000. */
  readonly heartbeatMs?: number;
}

/** The work of one session. */
export interface SessionWork<T, Report> {
  /** Ends early, by throwing the signal's reason, when the signal is aborted. */
  results(): AsyncGenerator<T, void, undefined>;
  /** How the work ended, successfully or not. */
  ending(): SessionEnding;
  /** What the caller receives once the session has ended as `completed` or `partial`. */
  report(session: MappingSession): Report;
}

export interface SessionEnding {
  /** Null if it is not known. */
  readonly inputCount: number | null;
  readonly resultCount: number;
  /** Why the session is `partial`; null if it is not. */
  readonly partialBecause: Failure | null;
  readonly metrics: SessionMetrics;
}

/** Ensures that every session ends, however its work ends, and that sessions of dead owners are marked as abandoned. */
export class RobustExecutionCoordinator {
  constructor(
    private readonly logger: ExecutionTraceLogger,
    private readonly options: RobustExecutionCoordinatorOptions = {},
  ) {}

  /**
   * Like `run`, in a session that was abandoned or cancelled, which is reopened.
   *
   * @throws SessionNotFoundError
   * @throws SessionStatusConflictError the session ended with another status, or is running
   */
  resume<T, Report>(
    sessionId: string,
    begin: (session: MappingSession, signal: AbortSignal) => SessionWork<T, Report>,
    signal?: AbortSignal,
  ): AsyncGenerator<T, Report, undefined> {
    return this.inSession(() => this.reopen(sessionId), begin, signal);
  }

  /**
   * Marks stale sessions as abandoned, opens a session, yields what its work yields, ends the session and returns the
   * work's report. The status is `completed`; `partial` if the work says so; `failed` if it threw; `cancelled` if the
   * signal was aborted or the consumer stopped early.
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

  /** Reopens an abandoned session, and a cancelled one just the same. */
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
    // Remains if the consumer stops early: then neither the end of the `try` block nor the `catch` block is reached.
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
      // Only for a consumer that stopped early; all other cases are handled below.
      if (how === CANCELLED && failure === undefined) await this.end(session.id, how, work.ending());
    }
    if (failure === undefined) return work.report(await this.end(session.id, how, work.ending()));
    return this.endAfter(failure.cause, session.id, how, work.ending());
  }

  /** Ends the session after an error, and throws that error; one that occurs while ending must not hide it. */
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

/** For work that could not even begin. */
const NOTHING_DONE: SessionEnding = { inputCount: null, resultCount: 0, partialBecause: null, metrics: {} };

function failedBy(cause: unknown): Ending {
  return { status: "failed", error: toFailure(cause, "mapping-failed") };
}
