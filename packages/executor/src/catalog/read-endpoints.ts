import type { CatalogNode, Located } from "./catalog-node.js";

export interface EndpointDeclaration {
  readonly name: string;
  readonly at: CatalogNode;
  /** The primary one first. */
  readonly types: readonly Located<string>[];
  /** Where the identifiers of its primary type stand; null when it has no data. */
  readonly data: { readonly file: Located<string>; readonly column: Located<string> } | null;
}

/** The `endpoints` of a catalog. */
export function readEndpoints(endpoints: CatalogNode): EndpointDeclaration[] {
  return endpoints.entries().flatMap(([name, node]) => {
    const at = node.fields(["types", "file", "column"]);
    const types = (at.types?.items() ?? []).flatMap((it) => located(it) ?? []);
    if (types.length === 0) {
      node.problem("lacks types: its primary one first, then others in order of preference");
      return [];
    }
    const [file, column] = [at.file && located(at.file), at.column && located(at.column)];
    if ((file === undefined) !== (column === undefined))
      node.problem(
        "a file needs the column in which the identifiers of the primary type stand, and the other way round",
      );
    return [{ name, at: node, types, data: file && column ? { file, column } : null }];
  });
}

function located(at: CatalogNode): Located<string> | undefined {
  const value = at.text();
  return value === undefined ? undefined : { value, at };
}
