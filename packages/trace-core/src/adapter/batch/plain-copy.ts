/**
 * A copy of records that keep all rules (so are plain and contain no cycle), several times faster than
 * `structuredClone`. Negative zero becomes zero, as JSON text and databases have it.
 */
export function plainCopy<T>(value: T): T {
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value === 0 ? 0 : value;
  if (value instanceof Date) return new Date(value.getTime());
  if (Array.isArray(value)) return value.map(copy);
  // Spread, since it is fastest, and keeps a key of JSON named __proto__ a key.
  const result: Record<string, unknown> = { ...value };
  for (const field in result) {
    const item = result[field];
    if (typeof item === "object" ? item !== null : item === 0) result[field] = copy(item);
  }
  return result;
}
