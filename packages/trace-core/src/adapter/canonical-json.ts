import canonicalize from "canonicalize";

/** RFC 8785: the one text that equal JSON values have. Dates are written as ISO 8601 strings. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("not a JSON value");
  return text;
}
