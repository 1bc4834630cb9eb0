import type { CatalogNode } from "./catalog-node.js";
import type { Declarations } from "./declarations.js";
import { readEndpoints } from "./read-endpoints.js";
import { readHttpResources } from "./read-http-resources.js";
import { readOverrides } from "./read-overrides.js";
import { readPaths } from "./read-paths.js";
import { readResources } from "./read-resources.js";
import { readStrategies } from "./read-strategies.js";
import { readTypes } from "./read-types.js";

/** Reads everything that a catalog declares; what cannot be read is noted in its place. */
export function readDeclarations(root: CatalogNode): Declarations {
  const at = root.fields(["types", "resources", "endpoints", "strategies", "overrides", "paths"]);
  if (!at.types) root.problem("lacks types");
  if (!at.resources) root.problem("lacks resources");
  const types = at.types ? readTypes(at.types) : [];
  const primaries = new Set(types.flatMap((it) => it.primary?.resource ?? []));
  const endpoints = at.endpoints ? readEndpoints(at.endpoints) : [];
  const names = { types: types.map((it) => it.type.name), endpoints };
  return {
    types,
    resources: at.resources ? readResources(at.resources, primaries) : [],
    services: at.resources ? readHttpResources(at.resources) : [],
    endpoints,
    strategies: at.strategies ? readStrategies(at.strategies, names) : [],
    overrides: at.overrides ? readOverrides(at.overrides, types) : [],
    paths: at.paths ? readPaths(at.paths) : [],
  };
}
