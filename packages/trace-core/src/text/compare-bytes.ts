/**
 * Orders two strings by their UTF-8 bytes. JavaScript's own order compares UTF-16 code units, which puts characters
 * beyond U+FFFF (encoded as surrogates) before U+E000 to U+FFFF.
 */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      const xIsSurrogate = x >= 0xd800 && x <= 0xdfff;
      const yIsSurrogate = y >= 0xd800 && y <= 0xdfff;
      if (xIsSurrogate !== yIsSurrogate) return xIsSurrogate ? 1 : -1;
      return x < y ? -1 : 1;
    }
  }
  return a.length - b.length;
}
