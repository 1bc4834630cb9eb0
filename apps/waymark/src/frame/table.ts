import Table from "cli-table3";

import { printable } from "./printable.js";
import type { Output } from "./output.js";

/** Rules between rows and columns, none of which is wanted. */
const RULES = ["top", "bottom", "left", "right", "mid"].flatMap((it) => [
  it,
  `${it}-mid`,
  `${it}-left`,
  `${it}-right`,
]);

/**
 * A table without lines, readable anywhere; its head is bold on a terminal. Cells are made `printable`, so that what is in a
 * trace cannot speak to the terminal.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { colors }: Pick<Output, "colors">,
): string {
  const made = new Table({
    head: head.map((it) => colors.bold(it)),
    chars: { ...Object.fromEntries(RULES.map((it) => [it, ""])), middle: "  " },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  made.push(...rows.map((row) => row.map(printable)));
  return made.toString().replaceAll(/ +$/gm, "");
}
