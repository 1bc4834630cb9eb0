import { WaymarkError, type JsonObject } from "@waymark/trace-core";

/**
 * Code `interrupted`, exit code 130: the user interrupted the command. The message says what is kept and how to
 * continue.
 */
export class InterruptedError extends WaymarkError {
  static readonly code = "interrupted";

  constructor(message: string, details: JsonObject = {}) {
    super(message, { code: InterruptedError.code, details });
  }
}
