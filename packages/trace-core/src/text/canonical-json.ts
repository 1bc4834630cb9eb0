import canonicalize from "canonicalize";

/**
 * The canonical JSON text of a value (RFC 8785): the same for equal values. Dates are written as ISO 8601 strings.
 * Strings must be well-formed, as in all valid records.
 */
export function canonicalJson(value: unknown): string {
  // RFC 8785 writes numbers and strings as JSON.stringify does: if the keys are in order, its text is canonical. Hops
  // are built that way, and for them this is many times faster than sorting.
  if (isInOrder(value)) return JSON.stringify(value);
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("not a JSON value");
  return text;
}

/** Whether all keys are in canonical order, and the value consists only of what `JSON.stringify` writes canonically. */
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
