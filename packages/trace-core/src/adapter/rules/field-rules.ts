import { MAX_NAME_BYTES } from "../../text/is-storable-identifier.js";
import { checkFields, type RecordCheck, type Rule, type RecordRules } from "./record-check.js";

/** How deep JSON values may be nested. */
const MAX_JSON_DEPTH = 100;

/** What a JSON value other than a string counts as. */
const JSON_VALUE_BYTES = 8;

// Most text matches this, and is then known to be well-formed and to have as many bytes as characters.
const PLAIN_ASCII = /^[\t\n\r -~]*$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SHA_256 = /^[0-9a-f]{64}$/;

const YEAR_1 = Date.parse("0001-01-01T00:00:00.000Z");
const YEAR_9999 = Date.parse("9999-12-31T23:59:59.999Z");

/** Any well-formed text without NUL; may be empty. */
export const text: Rule = (value, check, field) => {
  if (typeof value !== "string") throw check.invalid(field, value, "must be a string");
  check.count(textBytes(value, check, field));
};

/** An identifier or a name: 1 to 512 bytes of well-formed UTF-8 without NUL. */
export const name: Rule = (value, check, field) => {
  if (typeof value !== "string") throw check.invalid(field, value, "must be a string");
  const bytes = textBytes(value, check, field);
  if (bytes === 0) throw check.invalid(field, value, "must not be empty");
  if (bytes > MAX_NAME_BYTES)
    throw check.invalid(field, value, `must be at most ${String(MAX_NAME_BYTES)} bytes of UTF-8`);
  check.count(bytes);
};

export const uuid: Rule = (value, check, field) => {
  if (typeof value !== "string" || !UUID.test(value))
    throw check.invalid(field, value, "must be a UUID in lower case");
  check.count(value.length);
};

export const sha256: Rule = (value, check, field) => {
  if (typeof value !== "string" || !SHA_256.test(value))
    throw check.invalid(field, value, "must be a SHA-256 in lower-case hex");
  check.count(value.length);
};

export const date: Rule = (value, check, field) => {
  if (!(value instanceof Date)) throw check.invalid(field, value, "must be a Date");
  const time = value.getTime();
  if (!(time >= YEAR_1 && time <= YEAR_9999))
    throw check.invalid(field, value, "must be a valid date of the years 1 to 9999");
};

/** A whole number, 0 or greater. */
export const count: Rule = (value, check, field) => {
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    throw check.invalid(field, value, "must be a whole number from 0");
};

/** A finite number of ms, 0 or greater. */
export const duration: Rule = (value, check, field) => {
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0) {
    throw check.invalid(field, value, "must be a finite number of ms from 0");
  }
};

export const confidence: Rule = (value, check, field) => {
  if (typeof value !== "number" || !(value >= 0 && value <= 1))
    throw check.invalid(field, value, "must be a number from 0 to 1");
};

export const flag: Rule = (value, check, field) => {
  if (typeof value !== "boolean") throw check.invalid(field, value, "must be true or false");
};

/** A finite number or a string. */
export const measure: Rule = (value, check, field) => {
  if (typeof value === "string") text(value, check, field);
  else if (!Number.isFinite(value)) throw check.invalid(field, value, "must be a finite number or a string");
};

export function oneOf(values: readonly string[]): Rule {
  const known = new Set<unknown>(values);
  return (value, check, field) => {
    if (!known.has(value)) throw check.invalid(field, value, `must be one of ${values.join(", ")}`);
  };
}

export function nullable(rule: Rule): Rule {
  return (value, check, field) => {
    if (value !== null) rule(value, check, field);
  };
}

/** The rule of a text that is usually the same in successive records: the last valid value is not checked again. */
export function recurring(rule: Rule): Rule {
  let last: unknown;
  let bytes = 0;
  return (value, check, field) => {
    if (typeof value === "string" && value === last) {
      check.count(bytes);
      return;
    }
    const before = check.bytes;
    rule(value, check, field);
    bytes = check.bytes - before;
    last = value;
  };
}

/** The rule of an id. An id that was just derived from its record is not checked. */
export const derivedId: Rule = (value, check, field) => {
  if (check.isIdDerived && typeof value === "string") check.count(value.length);
  else uuid(value, check, field);
};

/** An array of at most `max` items. */
export function listOf(rule: Rule, max = Number.POSITIVE_INFINITY): Rule {
  return (value, check, field) => {
    if (!Array.isArray(value)) throw check.invalid(field, value, "must be an array");
    if (value.length > max) throw check.invalid(field, value, `must have at most ${String(max)} items`);
    if (value.length === 0) return;
    check.enterList(field);
    for (let i = 0; i < value.length; i++) {
      check.atItem(i);
      rule(value[i], check, "");
    }
    check.leaveList();
  };
}

/** An object with exactly these fields. */
export function objectOf<T>(rules: RecordRules<T>): Rule {
  return (value, check, field) => checkFields(value, rules, check, field === "" ? "" : `${field}.`);
}

/** A plain JSON object. */
export const jsonObject: Rule = (value, check, field) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw check.invalid(field, value, "must be a JSON object");
  }
  json(value, check, field, 0);
};

function json(value: unknown, check: RecordCheck, field: string, depth: number): void {
  if (typeof value === "string") {
    text(value, check, field);
    return;
  }
  check.count(JSON_VALUE_BYTES);
  if (value === null || typeof value === "boolean") return;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw check.invalid(field, value, "must be a finite number");
  } else if (typeof value === "object") {
    if (depth === MAX_JSON_DEPTH) {
      throw check.invalid(
        field,
        value,
        `must not be nested deeper than ${String(MAX_JSON_DEPTH)} levels, nor contain itself`,
      );
    }
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) json(value[i], check, `${field}[${String(i)}]`, depth + 1);
      return;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null)
      throw check.invalid(field, value, "must be plain JSON");
    for (const [key, item] of Object.entries(value)) {
      text(key, check, `${field} (a key)`);
      json(item, check, `${field}.${key}`, depth + 1);
    }
  } else {
    throw check.invalid(field, value, "must be plain JSON");
  }
}

/** The length of the text in bytes of UTF-8; refuses NUL and lone surrogates. */
function textBytes(value: string, check: RecordCheck, field: string): number {
  if (PLAIN_ASCII.test(value)) return value.length;
  if (value.includes("\0")) throw check.invalid(field, value, "must not contain NUL");
  if (!isWellFormed(value))
    throw check.invalid(field, value, "must be well-formed Unicode, without lone surrogates");
  return Buffer.byteLength(value);
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** `String.prototype.isWellFormed`, which the TypeScript library that this is compiled with lacks. */
function isWellFormed(value: string): boolean {
  return !LONE_SURROGATE.test(value);
}
