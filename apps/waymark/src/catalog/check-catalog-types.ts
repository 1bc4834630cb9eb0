import { meantName, type Catalog } from "@waymark/executor";

import { UsageError } from "../frame/usage-error.js";

/** @throws UsageError the catalog lacks a type; the message suggests a similar one and lists all */
export function checkCatalogTypes({ types }: Catalog, wanted: readonly string[]): void {
  for (const name of wanted) {
    if (types.has(name)) continue;
    const known = [...types.keys()];
    const meant = meantName(name, known);
    const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
    throw new UsageError(`the catalog has no type ${name}${hint} (there are ${known.join(", ")})`, {
      type: name,
      known,
    });
  }
}
