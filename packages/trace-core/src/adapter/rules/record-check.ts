import { BatchTooLargeError } from "../../errors/batch-too-large-error.js";
import { InvalidTraceRecordError } from "../../errors/invalid-trace-record-error.js";
import type { JsonValue } from "../../records/json.js";
import { MAX_BATCH_BYTES } from "../../records/trace-batch.js";
import { cutText } from "../../text/cut-text.js";

/** Says where a check stands, counts what it walks over, and makes the error for what is wrong. */
export class RecordCheck {
  /** What `MAX_BATCH_BYTES` bounds, walked over so far. */
  bytes = 0;
  private record = "";
  private index: number | null = null;
  /** See `KnownOfRecords`. */
  isIdDerived = false;
  /** Of the lists that the value at hand is in, outermost first: a path is made of them for an error only. */
  private readonly lists: string[] = [];
  private readonly items: number[] = [];

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

  /** Moves into a list, whose items have no field of their own. */
  enterList(field: string): void {
    this.lists.push(field);
    this.items.push(0);
  }

  atItem(index: number): void {
    this.items[this.items.length - 1] = index;
  }

  leaveList(): void {
    this.lists.pop();
    this.items.pop();
  }

  /** The error to throw for a field of the record at hand; the record, or the item, itself has no name. */
  invalid(field: string, value: unknown, expected: string): InvalidTraceRecordError {
    return new InvalidTraceRecordError({
      record: this.record,
      field: this.pathTo(field),
      value: shown(value),
      index: this.index,
      expected,
    });
  }

  private pathTo(field: string): string {
    const list = this.lists.map((it, i) => `${it}[${String(this.items[i])}]`).join("");
    if (list === "") return field === "" ? "record" : field;
    return field === "" ? list : `${list}.${field}`;
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
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw check.invalid(prefix.slice(0, -1), value, "must be an object");
  const record = value as Record<string, unknown>;
  const { fields, each } = rules;
  const inOrder = checkFieldsInOrder(record, rules, check, prefix);
  if (inOrder === ALL) return;
  for (let i = inOrder; i < fields.length; i++) {
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

/** All fields were checked, and there is no other. */
const ALL = -1;

/**
 * Checks the fields of a plain object as long as they come in the order of the rules, as those of records made here do: to
 * walk over them is several times faster than to look each up. How many those were, or `ALL`.
 */
function checkFieldsInOrder<T>(
  record: Record<string, unknown>,
  { fields, each }: RecordRules<T>,
  check: RecordCheck,
  prefix: string,
): number {
  // Of any other the walk would show what it inherits.
  if (Object.getPrototypeOf(record) !== Object.prototype) return 0;
  let i = 0;
  for (const field in record) {
    const it = record[field];
    if (field !== fields[i] || it === undefined) return i;
    each[i]?.(it, check, prefix === "" ? field : prefix + field);
    i++;
  }
  return i === fields.length ? ALL : i;
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
