/** What a spreadsheet takes for the beginning of a formula, full-width forms included; and the guard itself. */
const NEEDS_GUARD = /^['=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * Text that no spreadsheet runs: what looks like a formula gets an apostrophe before it. So does what begins with an
 * apostrophe, so that `unguardFormula` always gives back the text as it was.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function guardFormula(text: string): string {
  return NEEDS_GUARD.test(text) ? `'${text}` : text;
}

/** The text before `guardFormula`. */
export function unguardFormula(text: string): string {
  return text.startsWith("'") ? text.slice(1) : text;
}
