/** Control characters, including those that change the direction of writing. */
// eslint-disable-next-line no-control-regex -- these are what must not reach a terminal
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Makes foreign text safe for a terminal: control characters are escaped. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, (it) => {
    const short = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[it];
    return short ?? `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
