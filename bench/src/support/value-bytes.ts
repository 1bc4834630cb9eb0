/** Number of bytes of all values in a record as text, without names and punctuation. */
export function valueBytes(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (value instanceof Date) return value.toISOString().length;
  if (typeof value === "string") return Buffer.byteLength(value);
  if (typeof value === "object")
    return Object.values(value).reduce<number>((sum, it) => sum + valueBytes(it), 0);
  return JSON.stringify(value).length;
}
