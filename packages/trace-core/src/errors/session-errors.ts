import type { MappingSessionStatus } from "../records/mapping-session.js";
import { WaymarkError } from "./waymark-error.js";

/** Code `session-not-found`: no session has this id. */
export class SessionNotFoundError extends WaymarkError {
  static readonly code = "session-not-found";

  constructor(sessionId: string) {
    super(`No mapping session has the id ${sessionId}`, {
      code: SessionNotFoundError.code,
      details: { sessionId },
    });
  }
}

/** Code `session-already-ended`: the session has ended with another status, and a terminal status is final. */
export class SessionAlreadyEndedError extends WaymarkError {
  static readonly code = "session-already-ended";

  constructor(sessionId: string, status: MappingSessionStatus, requested: MappingSessionStatus) {
    super(`Mapping session ${sessionId} has ended as ${status} and cannot end as ${requested}`, {
      code: SessionAlreadyEndedError.code,
      details: { sessionId, status, requested },
    });
  }
}

/** Code `session-status-conflict`: the session is not in the status that the caller expected. */
export class SessionStatusConflictError extends WaymarkError {
  static readonly code = "session-status-conflict";

  /** @param statuses the statuses that the caller would have accepted */
  constructor(sessionId: string, status: MappingSessionStatus, ...statuses: readonly MappingSessionStatus[]) {
    const expected = statuses.join(" or ");
    super(`Mapping session ${sessionId} is ${status}, not ${expected}`, {
      code: SessionStatusConflictError.code,
      details: { sessionId, status, expected },
    });
  }
}

/** Code `session-in-use`: outcomes of other sessions were answered by this one, so it cannot be deleted. */
export class SessionInUseError extends WaymarkError {
  static readonly code = "session-in-use";

  /** @param usedBy ids of the sessions whose outcomes it answered, at most 10 */
  constructor(sessionId: string, usedBy: readonly string[]) {
    super(
      `Mapping session ${sessionId} found answers that ${usedBy.join(", ")} took from the cache: delete those sessions first, or prune`,
      { code: SessionInUseError.code, details: { sessionId, usedBy } },
    );
  }
}
