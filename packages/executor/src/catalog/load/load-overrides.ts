import type { CuratedOverride } from "../../curated-override.js";
import { InvalidCatalogError } from "../invalid-catalog-error.js";
import type { CatalogDocument } from "../read/catalog-document.js";
import type { TypeDeclaration } from "../read/declarations.js";
import { readOverridesFile } from "./read-overrides-file.js";
import { whyUnreadable } from "./why-unreadable.js";

/** Reads the overrides of a separate file; its problems are listed together with those of the catalog. */
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
