import canonicalize from "canonicalize";

/** RFC 8785: the one text that equal JSON values have. Dates are written as ISO 8601 strings. */
export function canonicalJson(value: unknown): string {
  // The standard takes numbers and strings from JavaScript, so that only the order of keys is left to see to; records are
  // built with their keys in order, which makes this many times faster than sorting them.
  if (isInOrder(value)) return JSON.stringify(value);
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("not a JSON value");
  return text;
}

/** Whether all keys come in their order and nothing is in the value that JSON has another way to write. */
function isInOrder(value: unknown): boolean {
  if (typeof value === "string") return isWellFormed(value);
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return typeof value === "boolean";
  if (value === null) return true;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (!isInOrder(value[i])) return false;
    return true;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype || "toJSON" in value) return false;
  let last: string | undefined;
  for (const key in value) {
    if (last !== undefined && last > key) return false;
    if (!isWellFormed(key) || !isInOrder((value as Record<string, unknown>)[key])) return false;
    last = key;
  }
  return true;
}

const wellFormed = (String.prototype as { isWellFormed?: () => boolean }).isWellFormed;

/** `String.prototype.isWellFormed` of every Node.js that this runs on, which the library compiled against lacks. */
function isWellFormed(text: string): boolean {
  return wellFormed?.call(text) === true;
}
