import type { CuratedOverride } from "../../curated-override.js";
import { InvalidCatalogError } from "../invalid-catalog-error.js";
import type { CatalogDocument } from "../read/catalog-document.js";
import type { TypeDeclaration } from "../read/declarations.js";
import { readOverridesFile } from "./read-overrides-file.js";
import { whyUnreadable } from "./why-unreadable.js";

/** The overrides of a file of their own; what is wrong with it is listed with what else is wrong with the catalog. */
export async function loadOverrides(
  file: string,
  types: readonly TypeDeclaration[],
  document: CatalogDocument,
): Promise<CuratedOverride[]> {
  try {
    return await readOverridesFile(file, types);
  } catch (error) {
    if (error instanceof InvalidCatalogError) for (const it of error.problems) document.noteElsewhere(it);
    else document.noteElsewhere({ file, line: null, column: null, message: whyUnreadable(error) });
    return [];
  }
}
