import { cutText } from "@waymark/trace-core";

import { printable } from "../frame/output/printable.js";

/** Unicode format characters: zero-width spaces and joiners, soft hyphens, byte order marks, direction marks. */
const INVISIBLE = /\p{Cf}/gu;

/**
 * Whether it contains invisible characters. A byte order mark at an end does not count, since every type removes it.
 */
export function hasInvisible(identifier: string): boolean {
  return identifier.trim().search(INVISIBLE) !== -1;
}

/** Longer text is not an identifier, but must not fill the terminal. */
const SHOWN = 60;

/** The text with invisible characters escaped: `TP53\u200b`. */
export function withVisible(text: string): string {
  const shown = text.length > SHOWN ? `${cutText(text, SHOWN)}…` : text;
  return printable(shown).replaceAll(
    INVISIBLE,
    (it) => `\\u${(it.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}
