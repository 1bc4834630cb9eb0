export function isUri(text: string): boolean {
  return URL.canParse(text) && !/[\s\p{Cc}]/u.test(text);
}
