import { WaymarkError, type JsonValue } from "@waymark/trace-core";

/**
 * Code `invalid-mapping-request`: an option is invalid, and nothing was started; or an input is neither a string nor an
 * object with an identifier, and the session was ended as `failed`.
 */
export class InvalidMappingRequestError extends WaymarkError {
  static readonly code = "invalid-mapping-request";

  constructor(option: string, expected: string, value: JsonValue) {
    super(`${option} ${expected}, but is ${JSON.stringify(value)}`, {
      code: InvalidMappingRequestError.code,
      details: { option, expected, value },
    });
  }
}
