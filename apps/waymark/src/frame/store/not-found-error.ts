import { WaymarkError, type JsonObject } from "@waymark/trace-core";

/** Code `not-found`, exit code 3: the trace has no such session or identifier. The message says what to do. */
export class NotFoundError extends WaymarkError {
  static readonly code = "not-found";

  constructor(message: string, details: JsonObject = {}) {
    super(message, { code: NotFoundError.code, details });
  }
}
