import { WaymarkError } from "@waymark/trace-core";

/** Code `mapping-cancelled`: the run was aborted; everything finished before that is kept in the trace. */
export class MappingCancelledError extends WaymarkError {
  static readonly code = "mapping-cancelled";

  readonly sessionId: string;

  constructor(sessionId: string, cause?: unknown) {
    super(`Mapping session ${sessionId} was cancelled; everything finished before that is kept`, {
      code: MappingCancelledError.code,
      details: { sessionId },
      cause,
    });
    this.sessionId = sessionId;
  }
}
