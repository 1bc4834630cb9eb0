import { BatchTooLargeError } from "../../errors/batch-too-large-error.js";
import { InvalidTraceRecordError } from "../../errors/invalid-trace-record-error.js";
import type { JsonValue } from "../../records/json.js";
import { MAX_BATCH_BYTES } from "../../records/trace-batch.js";
import { cutText } from "../cut-text.js";

/** Says where a check stands, counts what it walks over, and makes the error for what is wrong. */
export class RecordCheck {
  /** What `MAX_BATCH_BYTES` bounds, walked over so far. */
  bytes = 0;
  private record = "";
  private index: number | null = null;
  /** See `KnownOfRecords`. */
  isIdDerived = false;

  /** Moves on to the next record. */
  at(record: string, index: number | null, isIdDerived = false): this {
    this.record = record;
    this.index = index;
    this.isIdDerived = isIdDerived;
    this.count(16);
    return this;
  }

  /**
   * Counts at once, so that a value which is huge when walked over, such as JSON whose parts share their parts, is
   * given up in time.
   *
   * @throws BatchTooLargeError
   */
  count(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > MAX_BATCH_BYTES) throw new BatchTooLargeError(this.bytes, MAX_BATCH_BYTES, "bytes");
  }

  /** The error to throw for a field of the record at hand. */
  invalid(field: string, value: unknown, expected: string): InvalidTraceRecordError {
    return new InvalidTraceRecordError({
      record: this.record,
      field,
      value: shown(value),
      index: this.index,
      expected,
    });
  }
}

/** A rule of one field: throws what `check.invalid` gives. */
export type Rule = (value: unknown, check: RecordCheck, field: string) => void;

/** The rule of every field of a record. */
type Rules<T> = { readonly [K in keyof Required<T>]: Rule };

/** The rules of a record's fields, in their order; listed once, since millions of records are held against them. */
export interface RecordRules<T> {
  readonly fields: readonly (keyof T & string)[];
  readonly each: readonly Rule[];
}

export function rulesOf<T>(rules: Rules<T>): RecordRules<T> {
  return { fields: Object.keys(rules) as (keyof T & string)[], each: Object.values(rules) };
}

/** Every field is there as the record's own (what it inherits is not stored), follows its rule, and there is no other. */
export function checkFields<T>(
  value: unknown,
  rules: RecordRules<T>,
  check: RecordCheck,
  prefix = "",
): asserts value is T {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw check.invalid(prefix === "" ? "record" : prefix.slice(0, -1), value, "must be an object");
  }
  const record = value as Record<string, unknown>;
  const { fields, each } = rules;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] ?? "";
    const it = Object.hasOwn(record, field) ? record[field] : undefined;
    if (it === undefined) {
      refuseUnknown(record, fields, check, prefix);
      throw check.invalid(prefix + field, null, "is missing (what is absent must be null)");
    }
    each[i]?.(it, check, prefix === "" ? field : prefix + field);
  }
  if (Object.keys(record).length !== fields.length) refuseUnknown(record, fields, check, prefix);
}

/** A field that there is not; where one is missing, too, it is probably that one misspelt. */
function refuseUnknown(record: object, fields: readonly string[], check: RecordCheck, prefix: string): void {
  for (const [field, value] of Object.entries(record)) {
    if (!fields.includes(field)) throw check.invalid(prefix + field, value, "is not a known field");
  }
}

const MAX_SHOWN = 200;

/** The value as JSON that can be shown and stored anywhere: escaped, shortened, never deep. */
function shown(value: unknown): JsonValue {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (typeof value === "string") return shorten(JSON.stringify(value).slice(1, -1));
  if (typeof value === "object") return Array.isArray(value) ? `array of ${String(value.length)}` : "object";
  return typeof value;
}

function shorten(text: string): string {
  return text.length <= MAX_SHOWN ? text : `${cutText(text, MAX_SHOWN)}…`;
}
