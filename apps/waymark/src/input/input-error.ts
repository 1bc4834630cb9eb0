import { WaymarkError, type JsonObject } from "@waymark/trace-core";

/**
 * Code `bad-input`, exit code 2: an input file cannot be read or is malformed. The message says where, and what to do.
 */
export class InputError extends WaymarkError {
  static readonly code = "bad-input";

  constructor(message: string, details: JsonObject = {}, cause?: unknown) {
    super(message, { code: InputError.code, details, cause });
  }
}
