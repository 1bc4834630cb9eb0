/** What people and programs put between cells, that is not told from a first line. */
const OTHERS = { "|": "bars", ";": "semicolons", " ": "spaces" } as const;

export type OtherSeparator = keyof typeof OTHERS;

/** What probably separates the cells of a first line that was read as one cell; null when nothing does. */
export function otherSeparator(first: string): OtherSeparator | null {
  const text = first.trim();
  return (Object.keys(OTHERS) as OtherSeparator[]).find((it) => text.includes(it)) ?? null;
}

/** What to do about it. */
export function separatorAdvice(separator: OtherSeparator): string {
  return (
    `its first line has one cell with ${OTHERS[separator]} in it; if they separate its cells, save the table with tabs ` +
    "or commas instead"
  );
}
