import { WaymarkError } from "@waymark/trace-core";

/**
 * Code `session-not-resumable`: a session cannot be continued, or its results cannot be read back; the message says
 * why.
 */
export class SessionNotResumableError extends WaymarkError {
  static readonly code = "session-not-resumable";

  constructor(sessionId: string, why: string) {
    super(`Mapping session ${sessionId} cannot be resumed: ${why}`, {
      code: SessionNotResumableError.code,
      details: { sessionId, why },
    });
  }
}
