/**
 * Copies valid records, which are plain and contain no cycles; several times faster than `structuredClone`. Negative
 * zero becomes zero, as in JSON text and in databases.
 */
export function plainCopy<T>(value: T): T {
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value === 0 ? 0 : value;
  if (value instanceof Date) return new Date(value.getTime());
  if (Array.isArray(value)) return value.map(copy);
  // Spreading is fastest, and copies a JSON key named __proto__ as an ordinary key.
  const result: Record<string, unknown> = { ...value };
  for (const field in result) {
    const item = result[field];
    if (typeof item === "object" ? item !== null : item === 0) result[field] = copy(item);
  }
  return result;
}
