import { printable } from "./printable.js";

/** An argument of a command line as a shell takes it: in quotes where it needs them. */
export function quoted(text: string): string {
  const safe = printable(text);
  return /^[\w@%+=:,./-]+$/.test(safe) && !safe.startsWith("-") ? safe : `'${safe.replaceAll("'", `'\\''`)}'`;
}
