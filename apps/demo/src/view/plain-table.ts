import Table from "cli-table3";

/** Rules between rows and columns, none of which is wanted. */
const RULES = ["top", "bottom", "left", "right", "mid"].flatMap((it) => [
  it,
  `${it}-mid`,
  `${it}-left`,
  `${it}-right`,
]);

/** A table without lines or colours: readable anywhere, also in a file. */
export function plainTable(head: string[], rows: readonly string[][]): string {
  const table = new Table({
    head,
    chars: { ...Object.fromEntries(RULES.map((it) => [it, ""])), middle: "  " },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  table.push(...rows);
  return table.toString().replaceAll(/ +$/gm, "");
}
