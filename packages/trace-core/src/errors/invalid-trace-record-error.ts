import type { JsonValue } from "../records/json.js";
import { WaymarkError } from "./waymark-error.js";

export interface InvalidField {
  /** The kind of record, such as `EntityMapping`. */
  readonly record: string;
  /** The path of the field, such as `confidence` or `hops[2].identifier`. */
  readonly field: string;
  /** The value, escaped and shortened for display. */
  readonly value: JsonValue;
  /** The position of the record in its list; null if it was not in a list. */
  readonly index: number | null;
  /** What the field should have been, such as "must be a number from 0 to 1". */
  readonly expected: string;
}

/** Code `invalid-trace-record`: a record breaks a rule of its kind; nothing of the call was written. */
export class InvalidTraceRecordError extends WaymarkError {
  static readonly code = "invalid-trace-record";

  constructor(invalid: InvalidField) {
    const place = invalid.index === null ? "" : ` at index ${String(invalid.index)}`;
    super(
      `${invalid.record}${place}: ${invalid.field} ${invalid.expected}, but is ${JSON.stringify(invalid.value)}`,
      {
        code: InvalidTraceRecordError.code,
        details: { ...invalid },
      },
    );
  }
}
