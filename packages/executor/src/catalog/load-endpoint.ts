import type { Endpoint } from "../endpoint.js";
import type { IdentifierType } from "../identifier-type.js";
import { readTable } from "../resources/read-table.js";
import type { Located } from "./catalog-node.js";
import type { EndpointData, EndpointDeclaration } from "./read-endpoints.js";
import { unknownName } from "./unknown-name.js";

/**
 * Reads which identifiers an endpoint has, where it names a file. What is wrong with the table's columns is noted where the
 * catalog names them.
 *
 * @param pathOf where a file lies
 * @throws TableError a quote is out of place
 * @throws Error the file cannot be read
 */
export async function loadEndpoint(
  { name, types, release, data }: EndpointDeclaration,
  declared: ReadonlyMap<string, IdentifierType>,
  pathOf: (file: string) => string,
): Promise<Endpoint> {
  const names = types.map((it) => it.value);
  const type = declared.get(names[0] ?? "");
  if (data === null || type === undefined) return { name, types: names, release };
  const identifiers = await readIdentifiers(data, type, pathOf(data.file.value));
  return { name, types: names, release, has: (identifier) => identifiers.has(identifier) };
}

async function readIdentifiers(
  { file, column, listSeparator, format, isGzipped, further }: EndpointData,
  type: IdentifierType,
  path: string,
): Promise<ReadonlySet<string>> {
  const identifiers = new Set<string>();
  let header: readonly string[] | undefined;
  let index = -1;
  let rows = 0;
  let fitting = 0;
  const table = { delimiter: format === "csv" ? "," : "\t", comment: null, quote: '"', isGzipped } as const;
  await readTable(path, table, ({ cells }) => {
    if (header === undefined) {
      header = cells.map((it) => it.trim());
      index = columnOf(column, header, path);
      for (const it of further) columnOf(it, header, path);
      return;
    }
    rows += 1;
    // As in resources: in a row that does not fit the header, nobody knows which cell is which.
    if (cells.length !== header.length) return;
    fitting += 1;
    const cell = cells[index] ?? "";
    for (const raw of listSeparator === null ? [cell] : cell.split(listSeparator)) {
      const normalised = type.normalise(raw);
      if (normalised.isValid) identifiers.add(normalised.identifier);
    }
  });
  // Nobody declares a set in order to drop everything: an absence that is a failure has to show.
  const empty = whyEmpty(header !== undefined, rows, fitting);
  if (empty !== undefined) file.at.problem(`${path} ${empty}`);
  else if (index >= 0 && identifiers.size === 0)
    column.at.problem(`no cell of ${column.value} is a ${type.name} (in ${path})`);
  return identifiers;
}

function whyEmpty(hasHeader: boolean, rows: number, fitting: number): string | undefined {
  if (!hasHeader) return "is empty: it needs a header and rows";
  if (rows === 0) return "has a header and no rows";
  return fitting === 0 ? "has no row that fits its header; is its format declared right?" : undefined;
}

/** Which cell of a row a column is; notes one that is missing, or there twice. */
function columnOf({ value, at }: Located<string>, header: readonly string[], path: string): number {
  const index = header.indexOf(value);
  if (index < 0) at.problem(`${unknownName("column", value, header)} (in ${path})`);
  else if (header.includes(value, index + 1))
    at.problem(`two columns of ${path} are named ${value}: rename one there`);
  return index;
}
