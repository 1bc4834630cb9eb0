/** Maximum length of an identifier or a name, in bytes of UTF-8. */
export const MAX_NAME_BYTES = 512;
/** Texts up to this length need not be measured: one UTF-16 code unit is at most three bytes of UTF-8. */
const SURELY_SHORT = Math.floor(MAX_NAME_BYTES / 3);
/** Nearly all identifiers are plain ASCII, and need no further checks. */
const PLAIN = /^[ -~]*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Whether a trace can store the text as an identifier: 1 to 512 bytes of well-formed UTF-8 without NUL. */
export function isStorableIdentifier(text: string): boolean {
  if (text.length === 0 || text.length > MAX_NAME_BYTES) return false;
  if (PLAIN.test(text)) return true;
  if (text.includes("\0") || LONE_SURROGATE.test(text)) return false;
  return text.length <= SURELY_SHORT || Buffer.byteLength(text) <= MAX_NAME_BYTES;
}
