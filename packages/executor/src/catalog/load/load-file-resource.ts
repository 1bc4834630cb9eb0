import { stat } from "node:fs/promises";

import { SssomFileError } from "../../resources/sssom/sssom-file-error.js";
import { TableError } from "../../resources/table-error.js";
import type { CatalogDocument } from "../read/catalog-document.js";
import type { ResourceDeclaration, TypeDeclaration } from "../read/declarations.js";
import type { LoadedResource } from "./loaded-resource.js";
import { loadSssomResource, type LoadSssomResourceOptions } from "./load-sssom-resource.js";
import { loadTableResource } from "./load-table-resource.js";
import { whyNoTable } from "./why-unreadable.js";

/**
 * Reads the file of a declaration, of whichever kind; undefined if it has problems, which are noted, or if only its
 * declaration was to be checked.
 */
export async function loadFileResource(
  declaration: ResourceDeclaration,
  place: Pick<LoadSssomResourceOptions, "path" | "folder" | "isHeaderOnly">,
  types: readonly TypeDeclaration[],
  document: CatalogDocument,
): Promise<LoadedResource | undefined> {
  const { path } = place;
  try {
    if ((await stat(path)).isDirectory())
      return declaration.file.at.problem(`${path} is a folder, not a file`);
    const loading = {
      ...place,
      types: new Map(types.map((it) => [it.type.name, it.type])),
      primaries: types.flatMap(({ type, primary }) =>
        primary?.resource === declaration.name
          ? [{ type, column: { value: primary.column, at: primary.at } }]
          : [],
      ),
    };
    const { sssom } = declaration;
    return await (sssom
      ? loadSssomResource(declaration, sssom, loading)
      : loadTableResource(declaration, loading));
  } catch (error) {
    if (error instanceof SssomFileError)
      document.noteElsewhere({ file: error.file, line: error.line, column: null, message: error.reason });
    else if (error instanceof TableError)
      document.noteElsewhere({ file: path, line: error.line, column: null, message: error.message });
    else declaration.file.at.problem(`${path}: ${whyNoTable(error)}`);
    return undefined;
  }
}
