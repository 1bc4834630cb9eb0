import { WaymarkError } from "@waymark/trace-core";

/** Code `session-lost`: somebody else ended or removed the session of this run while it was under way. */
export class SessionLostError extends WaymarkError {
  static readonly code = "session-lost";

  constructor(sessionId: string, status: string) {
    super(`Mapping session ${sessionId} was ended by another process: it is now ${status}`, {
      code: SessionLostError.code,
      details: { sessionId, status },
    });
  }
}
