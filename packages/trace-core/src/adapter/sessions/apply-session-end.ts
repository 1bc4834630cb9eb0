import { InvalidTraceRecordError } from "../../errors/invalid-trace-record-error.js";
import { SessionAlreadyEndedError } from "../../errors/session-errors.js";
import type { MappingSession, SessionEnd } from "../../records/mapping-session.js";

/**
 * Ends a session by compare-and-set. Returns the same object if it had already ended with the same status.
 *
 * @throws SessionAlreadyEndedError it had ended with another status
 * @throws InvalidTraceRecordError it would end before it started
 */
export function applySessionEnd(session: MappingSession, end: SessionEnd): MappingSession {
  if (session.status === end.status) return session;
  if (session.status !== "running")
    throw new SessionAlreadyEndedError(session.id, session.status, end.status);
  if (end.endedAt < session.startedAt) {
    throw new InvalidTraceRecordError({
      record: "SessionEnd",
      field: "endedAt",
      value: end.endedAt.toISOString(),
      index: null,
      expected: `must not be before the session's startedAt, ${session.startedAt.toISOString()}`,
    });
  }
  return {
    ...session,
    status: end.status,
    endedAt: end.endedAt,
    inputCount: end.inputCount ?? session.inputCount,
    resultCount: end.resultCount ?? session.resultCount,
    error: end.error,
  };
}
