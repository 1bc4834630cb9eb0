import { cutText } from "@waymark/trace-core";
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

/** One long identifier must not push the other columns out of sight. */
const MAX_CELL = 60;

/**
 * A table without lines, readable anywhere; its head is bold on a terminal. Cells are made `printable`, so that what is in a
 * trace cannot speak to the terminal. Long ones are cut, but for those of the last column.
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
  made.push(
    ...rows.map((row) =>
      // The last column makes no other one wider.
      row.map((cell, at) => (at === row.length - 1 ? printable(cell) : cut(printable(cell)))),
    ),
  );
  return made.toString().replaceAll(/ +$/gm, "");
}

function cut(text: string): string {
  return text.length <= MAX_CELL ? text : `${cutText(text, MAX_CELL - 1)}…`;
}
