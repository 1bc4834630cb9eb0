/** What a spreadsheet takes for the beginning of a formula, including full-width forms; and the guard itself. */
const NEEDS_GUARD = /^['=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * Text that no spreadsheet executes: what looks like a formula is prefixed with an apostrophe. So is text that begins
 * with an apostrophe, so that `unguardFormula` always restores the original.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function guardFormula(text: string): string {
  return NEEDS_GUARD.test(text) ? `'${text}` : text;
}

/** Reverses `guardFormula`. */
export function unguardFormula(text: string): string {
  return text.startsWith("'") ? text.slice(1) : text;
}
