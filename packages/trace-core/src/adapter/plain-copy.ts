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
  const result: Record<string, unknown> = {};
  for (const [field, item] of Object.entries(value)) {
    // Assigning would set the prototype; a key of JSON may have this name.
    if (field === "__proto__")
      Object.defineProperty(result, field, {
        value: copy(item),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    else result[field] = copy(item);
  }
  return result;
}
