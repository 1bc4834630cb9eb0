import { SessionAlreadyEndedError } from "../errors/session-errors.js";
import type { MappingSession, SessionEnd } from "../records/mapping-session.js";

/**
 * The session after this end: compare-and-set. The same object when it had ended with the same status already.
 *
 * @throws SessionAlreadyEndedError it had ended with another status
 */
export function applySessionEnd(session: MappingSession, end: SessionEnd): MappingSession {
  if (session.status === end.status) return session;
  if (session.status !== "running")
    throw new SessionAlreadyEndedError(session.id, session.status, end.status);
  return {
    ...session,
    status: end.status,
    endedAt: end.endedAt,
    inputCount: end.inputCount ?? session.inputCount,
    resultCount: end.resultCount ?? session.resultCount,
    error: end.error,
  };
}
