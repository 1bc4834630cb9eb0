import canonicalize from "canonicalize";

/**
 * RFC 8785: the one text that equal JSON values have. Dates are written as ISO 8601 strings. Text must be well formed, as
 * all text of records is.
 */
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
  if (typeof value === "string" || typeof value === "boolean" || value === null) return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) {
    for (const item of value) if (!isInOrder(item)) return false;
    return true;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype || "toJSON" in value) return false;
  let last = "";
  for (const key in value) {
    if (last > key || !isInOrder((value as Record<string, unknown>)[key])) return false;
    last = key;
  }
  return true;
}
