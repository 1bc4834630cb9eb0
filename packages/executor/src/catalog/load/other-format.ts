import type { ResourceDeclaration } from "../read/declarations.js";

/** Usual separators between cells, the likeliest first. */
const SEPARATORS = [
  { text: "\t", name: "tabs", format: "tsv" },
  { text: ",", name: "commas", format: "csv" },
  { text: ";", name: "semicolons", format: null },
  { text: "|", name: "bars", format: null },
] as const;

/**
 * What to do about a table whose header is a single cell because its cells are separated otherwise than in the format
 * that was declared or follows from its name; undefined if that is not so.
 */
export function otherFormat(
  header: readonly string[],
  { format }: Pick<ResourceDeclaration, "format">,
): string | undefined {
  const [only] = header;
  if (only === undefined || header.length > 1) return undefined;
  const found = SEPARATORS.find((it) => only.includes(it.text));
  if (found === undefined) return undefined;
  const own = format === "csv" ? "commas" : "tabs";
  const advice =
    found.format === null
      ? `write the table with ${own} between its cells`
      : `declare format: ${found.format}, or write the table with ${own} between its cells`;
  return `is read as ${format} and so has one column only, ${JSON.stringify(only.slice(0, 60))}, which has ${found.name} in it: ${advice}`;
}
