/** At most this many bytes in an identifier or a name. */
export const MAX_NAME_BYTES = 512;
/** One UTF-16 unit is at most three bytes of UTF-8. */
const SURELY_SHORT = Math.floor(MAX_NAME_BYTES / 3);
/** What nearly all identifiers are made of, so that most are judged at once. */
const PLAIN = /^[ -~]*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Whether a trace can hold it as an identifier: 1 to 512 bytes of well-formed UTF-8 without NUL. */
export function isStorableIdentifier(text: string): boolean {
  if (text.length === 0 || text.length > MAX_NAME_BYTES) return false;
  if (PLAIN.test(text)) return true;
  if (text.includes("\0") || LONE_SURROGATE.test(text)) return false;
  return text.length <= SURELY_SHORT || Buffer.byteLength(text) <= MAX_NAME_BYTES;
}
