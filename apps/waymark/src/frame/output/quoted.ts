import { printable } from "./printable.js";

/** An argument for a shell's command line, in quotes if necessary. */
export function quoted(text: string): string {
  const safe = printable(text);
  return /^[\w@%+=:,./-]+$/.test(safe) && !safe.startsWith("-") ? safe : `'${safe.replaceAll("'", `'\\''`)}'`;
}
