import type { Endpoint } from "../endpoint.js";
import type { IdentifierType } from "../identifier-type.js";
import { readTable } from "../resources/read-table.js";
import type { EndpointDeclaration } from "./read-endpoints.js";
import { unknownName } from "./unknown-name.js";

/**
 * Reads which identifiers an endpoint has, where it names a file.
 *
 * @param pathOf where a file lies
 * @throws Error the file cannot be read
 */
export async function loadEndpoint(
  { name, types, data }: EndpointDeclaration,
  declared: ReadonlyMap<string, IdentifierType>,
  pathOf: (file: string) => string,
): Promise<Endpoint> {
  const names = types.map((it) => it.value);
  const type = declared.get(names[0] ?? "");
  if (data === null || type === undefined) return { name, types: names };
  const { file, column } = data;
  const identifiers = new Set<string>();
  let index: number | undefined;
  const format = {
    delimiter: /\.csv(\.gz)?$/i.test(file.value) ? "," : "\t",
    comment: null,
    quote: '"',
    isGzipped: file.value.endsWith(".gz"),
  } as const;
  await readTable(pathOf(file.value), format, ({ cells }) => {
    if (index === undefined) {
      const header = cells.map((it) => it.trim());
      index = header.indexOf(column.value);
      if (index < 0) column.at.problem(unknownName("column", column.value, header));
      return;
    }
    const normalised = type.normalise(cells[index] ?? "");
    if (normalised.isValid) identifiers.add(normalised.identifier);
  });
  return { name, types: names, has: (identifier) => identifiers.has(identifier) };
}
