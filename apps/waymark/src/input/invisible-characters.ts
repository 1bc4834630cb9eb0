import { cutText } from "@waymark/trace-core";

import { printable } from "../frame/output/printable.js";

/** Format characters of Unicode: zero-width spaces and joiners, soft hyphens, byte order marks, marks of direction. */
const INVISIBLE = /\p{Cf}/gu;

/** Whether characters are in it that nobody sees; a byte order mark at an end is none, since every type takes it off. */
export function hasInvisible(identifier: string): boolean {
  return identifier.trim().search(INVISIBLE) !== -1;
}

/** Longer ones are no identifiers, but must not fill the terminal. */
const SHOWN = 60;

/** The text with such characters escaped: `TP53\u200b`. */
export function withVisible(text: string): string {
  const shown = text.length > SHOWN ? `${cutText(text, SHOWN)}…` : text;
  return printable(shown).replaceAll(
    INVISIBLE,
    (it) => `\\u${(it.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}
