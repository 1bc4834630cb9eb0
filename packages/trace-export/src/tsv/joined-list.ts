/** Several texts in one cell: between them `|`, which within them is written `\|`, and `\` `\\`. */
export function joinedList(texts: readonly string[]): string {
  return texts.map((it) => it.replace(/[\\|]/g, "\\$&")).join("|");
}
