/** Possible separators of cells that are not detected automatically. */
const OTHERS = { "|": "bars", ";": "semicolons", " ": "spaces" } as const;

export type OtherSeparator = keyof typeof OTHERS;

/** The probable separator of a first line that was read as one cell; null if there is none. */
export function otherSeparator(first: string): OtherSeparator | null {
  const text = first.trim();
  return (Object.keys(OTHERS) as OtherSeparator[]).find((it) => text.includes(it)) ?? null;
}

/** Advice for a table with this separator. */
export function separatorAdvice(separator: OtherSeparator): string {
  return (
    `its first line has one cell with ${OTHERS[separator]} in it; if they separate its cells, save the table with tabs ` +
    "or commas instead"
  );
}
