const MAX_BYTES = 512;

/** Whether a trace can hold it as an identifier: 1 to 512 bytes of well-formed UTF-8 without NUL. */
export function isStorable(text: string): boolean {
  return (
    text.length > 0 &&
    text.length <= MAX_BYTES &&
    Buffer.byteLength(text) <= MAX_BYTES &&
    !/\p{Surrogate}|\0/u.test(text)
  );
}
