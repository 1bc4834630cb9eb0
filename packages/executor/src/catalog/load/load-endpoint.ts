import type { Endpoint } from "../../endpoint.js";
import type { IdentifierType } from "../../identifier-type.js";
import { readHeader, readTable, type TableFormat } from "../../resources/read-table.js";
import type { EndpointData, EndpointDeclaration } from "../read/read-endpoints.js";
import { columnPlace } from "./column-place.js";

/**
 * Reads which identifiers an endpoint has, if it names a file. Problems with the table's columns are noted where the
 * catalog names them.
 *
 * @param isHeaderOnly the catalog is known to be invalid, so that only the names of columns are checked
 * @param pathOf returns the path of a file
 * @throws TableError a quote is out of place
 * @throws Error the file cannot be read
 */
export async function loadEndpoint(
  { name, types, release, data }: EndpointDeclaration,
  declared: ReadonlyMap<string, IdentifierType>,
  isHeaderOnly: boolean,
  pathOf: (file: string) => string,
): Promise<Endpoint> {
  const names = types.map((it) => it.value);
  const type = declared.get(names[0] ?? "");
  if (data === null || type === undefined) return { name, types: names, release };
  const path = pathOf(data.file.value);
  const identifiers = isHeaderOnly
    ? await noIdentifiers(data, path)
    : await readIdentifiers(data, type, path);
  return { name, types: names, release, has: (identifier) => identifiers.has(identifier) };
}

async function readIdentifiers(
  data: EndpointData,
  type: IdentifierType,
  path: string,
): Promise<ReadonlySet<string>> {
  const { file, column, listSeparator } = data;
  const identifiers = new Set<string>();
  let header: readonly string[] | undefined;
  let index = -1;
  let rows = 0;
  let fitting = 0;
  await readTable(path, formatOf(data), ({ cells }) => {
    if (header === undefined) {
      header = cells;
      index = checkColumns(data, header, path);
      return;
    }
    rows += 1;
    // As in resources: if a row does not fit the header, it is unknown which cell is which.
    if (cells.length !== header.length) return;
    fitting += 1;
    const cell = cells[index] ?? "";
    for (const raw of listSeparator === null ? [cell] : cell.split(listSeparator)) {
      const normalised = type.normalise(raw);
      if (normalised.isValid) identifiers.add(normalised.identifier);
    }
  });
  // An empty set would drop everything, so that a mistake would pass for an absence: it has to be reported.
  const empty = whyEmpty(header !== undefined, rows, fitting);
  if (empty !== undefined) file.at.problem(`${path} ${empty}`);
  else if (index >= 0 && identifiers.size === 0)
    column.at.problem(`no cell of ${column.value} is a ${type.name} (in ${path})`);
  return identifiers;
}

/** Only checks the names of the columns. */
async function noIdentifiers(data: EndpointData, path: string): Promise<ReadonlySet<string>> {
  const header = await readHeader(path, formatOf(data));
  if (header !== undefined) checkColumns(data, header, path);
  return new Set();
}

function formatOf({ format, isGzipped }: EndpointData): TableFormat {
  return { delimiter: format === "csv" ? "," : "\t", comment: null, quote: '"', isGzipped };
}

/** The index of the identifier in a row; notes columns that are missing. */
function checkColumns({ column, further }: EndpointData, header: readonly string[], path: string): number {
  const names = header.map((it) => it.trim());
  for (const it of further) columnPlace(it, names, path);
  return columnPlace(column, names, path);
}

function whyEmpty(hasHeader: boolean, rows: number, fitting: number): string | undefined {
  if (!hasHeader) return "is empty: it needs a header and rows";
  if (rows === 0) return "has a header and no rows";
  return fitting === 0 ? "has no row that fits its header; is its format declared correctly?" : undefined;
}
