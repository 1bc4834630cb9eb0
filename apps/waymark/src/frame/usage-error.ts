import { WaymarkError, type JsonObject } from "@waymark/trace-core";

/** Code `bad-usage`, exit code 2: the command cannot be run as given. The message says what to do. */
export class UsageError extends WaymarkError {
  static readonly code = "bad-usage";

  constructor(message: string, details: JsonObject = {}, cause?: unknown) {
    super(message, { code: UsageError.code, details, cause });
  }
}
