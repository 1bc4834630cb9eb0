import { WaymarkError, type JsonObject } from "@waymark/trace-core";

/** Code `bad-input`, exit code 2: a file that was named cannot be read, or not as one of identifiers. The message names the place and what to do. */
export class InputError extends WaymarkError {
  static readonly code = "bad-input";

  constructor(message: string, details: JsonObject = {}, cause?: unknown) {
    super(message, { code: InputError.code, details, cause });
  }
}
