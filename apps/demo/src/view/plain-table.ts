import Table from "cli-table3";

/** The lines between rows and columns, all of which are left out. */
const RULES = ["top", "bottom", "left", "right", "mid"].flatMap((it) => [
  it,
  `${it}-mid`,
  `${it}-left`,
  `${it}-right`,
]);

/** A table without lines or colours, which is readable anywhere, including files. */
export function plainTable(head: string[], rows: readonly string[][]): string {
  const table = new Table({
    head,
    chars: { ...Object.fromEntries(RULES.map((it) => [it, ""])), middle: "  " },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  table.push(...rows);
  return table.toString().replaceAll(/ +$/gm, "");
}
