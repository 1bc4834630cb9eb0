import { WaymarkError } from "@waymark/trace-core";

/** Code `session-not-resumable`: the session cannot go on as it began; the message says what to do instead. */
export class SessionNotResumableError extends WaymarkError {
  static readonly code = "session-not-resumable";

  constructor(sessionId: string, why: string) {
    super(`Mapping session ${sessionId} cannot be resumed: ${why}`, {
      code: SessionNotResumableError.code,
      details: { sessionId, why },
    });
  }
}
