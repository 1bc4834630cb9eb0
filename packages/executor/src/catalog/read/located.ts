import type { CatalogNode } from "./catalog-node.js";

/** A value of the catalog file, with its place. */
export interface Located<T> {
  readonly value: T;
  readonly at: CatalogNode;
}

/** The text of a node; undefined if there is none, which is noted unless the node itself is missing. */
export function located(at: CatalogNode | undefined): Located<string> | undefined {
  const value = at?.text();
  return at === undefined || value === undefined ? undefined : { value, at };
}
