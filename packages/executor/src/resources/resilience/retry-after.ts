/**
 * How long a `Retry-After` header asks to wait, in ms; its value is in seconds, or an HTTP date (RFC 9110, 10.2.3).
 * Null if it is missing or cannot be read.
 */
export function readRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // `Date.parse` accepts much that is not a date, such as "-5".
  const at = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
