/** Several texts in one cell, separated by `|`; in the texts, `|` is written as `\|` and `\` as `\\`. */
export function joinedList(texts: readonly string[]): string {
  return texts.map((it) => it.replace(/[\\|]/g, "\\$&")).join("|");
}
