import { cutText } from "@waymark/trace-core";
import Table from "cli-table3";

import { printable } from "./printable.js";
import type { Output } from "./output.js";

/** The lines between rows and columns, all of which are left out. */
const RULES = ["top", "bottom", "left", "right", "mid"].flatMap((it) => [
  it,
  `${it}-mid`,
  `${it}-left`,
  `${it}-right`,
]);

/** Keeps one long identifier from pushing the other columns off the screen. */
const MAX_CELL = 60;

/**
 * A table without lines; its head is bold on a terminal. Cells are made `printable`, so that the content of a trace
 * cannot control the terminal. Long cells are cut, except in the last column.
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
      // The last column does not move any other one.
      row.map((cell, at) => (at === row.length - 1 ? printable(cell) : cut(printable(cell)))),
    ),
  );
  return made.toString().replaceAll(/ +$/gm, "");
}

function cut(text: string): string {
  return text.length <= MAX_CELL ? text : `${cutText(text, MAX_CELL - 1)}…`;
}
