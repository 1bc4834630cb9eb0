import { WaymarkError, type JsonValue } from "@waymark/trace-core";

/** Code `invalid-mapping-request`: an option is out of its bounds; nothing was begun. */
export class InvalidMappingRequestError extends WaymarkError {
  static readonly code = "invalid-mapping-request";

  constructor(option: string, expected: string, value: JsonValue) {
    super(`${option} ${expected}, but is ${JSON.stringify(value)}`, {
      code: InvalidMappingRequestError.code,
      details: { option, expected, value },
    });
  }
}
