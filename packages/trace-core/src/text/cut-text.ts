/** At most this many UTF-16 code units from the start of the text, without splitting a surrogate pair at the end. */
export function cutText(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  const isHalfPair = length < text.length && last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHalfPair ? length - 1 : length);
}
