import { resolve } from "node:path";

import type { Endpoint } from "../../endpoint.js";
import { TableError } from "../../resources/table-error.js";
import type { CatalogDocument } from "../read/catalog-document.js";
import type { Declarations } from "../read/declarations.js";
import { loadEndpoint } from "./load-endpoint.js";
import { whyNoTable } from "./why-unreadable.js";

/**
 * Reads which identifiers the endpoints have. Problems in their tables are noted.
 *
 * @param folder of the tables
 * @param isHeaderOnly the catalog is known to be invalid, so that only the names of columns are checked
 */
export async function loadEndpoints(
  { endpoints, types }: Pick<Declarations, "endpoints" | "types">,
  folder: string,
  isHeaderOnly: boolean,
  document: CatalogDocument,
): Promise<Endpoint[]> {
  const declared = new Map(types.map((it) => [it.type.name, it.type]));
  const loaded: Endpoint[] = [];
  for (const endpoint of endpoints) {
    try {
      loaded.push(await loadEndpoint(endpoint, declared, isHeaderOnly, (path) => resolve(folder, path)));
    } catch (error) {
      const file = endpoint.data?.file;
      const path = resolve(folder, file?.value ?? "");
      if (error instanceof TableError)
        document.noteElsewhere({ file: path, line: error.line, column: null, message: error.message });
      else file?.at.problem(`${path}: ${whyNoTable(error)}`);
    }
  }
  return loaded;
}
