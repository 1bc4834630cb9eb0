import { BatchTooLargeError } from "../../errors/batch-too-large-error.js";
import { InvalidTraceRecordError } from "../../errors/invalid-trace-record-error.js";
import type { JsonValue } from "../../records/json.js";
import { MAX_BATCH_BYTES } from "../../records/trace-batch.js";
import { cutText } from "../../text/cut-text.js";

/** Keeps the position of a check, counts the bytes it has visited, and creates its errors. */
export class RecordCheck {
  /** Bytes visited so far, as `MAX_BATCH_BYTES` counts them. */
  bytes = 0;
  private record = "";
  private index: number | null = null;
  /** See `KnownOfRecords`. */
  isIdDerived = false;
  /** Fields of the lists that contain the current value, outermost first; joined to a path only for an error. */
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
   * Checks the bound with every addition, so that a value which is huge when traversed, such as JSON that contains the
   * same parts many times, is refused in time.
   *
   * @throws BatchTooLargeError
   */
  count(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > MAX_BATCH_BYTES) throw new BatchTooLargeError(this.bytes, MAX_BATCH_BYTES, "bytes");
  }

  /** Enters a list, whose items have no field name of their own. */
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

  /** The error to throw for a field of the current record; the field "" is the record, or the list item, itself. */
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

/** The rule of one field: throws the error that `check.invalid` creates. */
export type Rule = (value: unknown, check: RecordCheck, field: string) => void;

/** The rule of every field of a record. */
type Rules<T> = { readonly [K in keyof Required<T>]: Rule };

/** The rules of a record's fields, in order; prepared once, since millions of records are checked with them. */
export interface RecordRules<T> {
  readonly fields: readonly (keyof T & string)[];
  readonly each: readonly Rule[];
}

export function rulesOf<T>(rules: Rules<T>): RecordRules<T> {
  return { fields: Object.keys(rules) as (keyof T & string)[], each: Object.values(rules) };
}

/**
 * Checks that a record has exactly these fields, as its own (inherited ones are not stored), and that each keeps its
 * rule.
 */
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

/** All fields were checked, and there are no others. */
const ALL = -1;

/**
 * Checks the fields of a plain object as long as they are in the order of the rules, as in records built by the logger:
 * iterating over them is several times faster than looking up each one.
 *
 * @returns the number of fields checked, or `ALL`
 */
function checkFieldsInOrder<T>(
  record: Record<string, unknown>,
  { fields, each }: RecordRules<T>,
  check: RecordCheck,
  prefix: string,
): number {
  // In any other object, the loop would also visit inherited fields.
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

/** Refuses an unknown field. Called first if a field is missing: the unknown one is probably its misspelling. */
function refuseUnknown(record: object, fields: readonly string[], check: RecordCheck, prefix: string): void {
  for (const [field, value] of Object.entries(record)) {
    if (!fields.includes(field)) throw check.invalid(prefix + field, value, "is not a known field");
  }
}

const MAX_SHOWN = 200;

/** The value as JSON that is safe to show and store anywhere: escaped, shortened and not nested. */
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
