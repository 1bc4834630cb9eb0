import type { CatalogNode } from "./catalog-node.js";
import type { PathDeclarationAt, StepDeclarationAt } from "./declarations.js";

/** The `paths` of a catalog. */
export function readPaths(paths: CatalogNode): PathDeclarationAt[] {
  return paths.entries().flatMap(([name, node]) => {
    if (node.isList) return [{ name, at: node, priority: 0, steps: readSteps(node) }];
    const at = node.fields(["priority", "steps"]);
    if (at.steps === undefined) {
      node.problem("lacks steps");
      return [];
    }
    const priority = at.priority?.number(0, Number.MAX_SAFE_INTEGER, true) ?? 0;
    return [{ name, at: node, priority, steps: readSteps(at.steps) }];
  });
}

/** `resource.map`, or `{ reverse: resource.map }`. */
function readSteps(node: CatalogNode): StepDeclarationAt[] {
  const items = node.items();
  if (items.length === 0 && node.isList) node.problem("has no step");
  return items.flatMap((item) => {
    const direction = item.isText ? "forward" : "reverse";
    const at = item.isText ? item : item.fields(["reverse"]).reverse;
    const text = at?.text();
    const dot = text?.indexOf(".") ?? -1;
    if (text === undefined || dot <= 0) {
      item.problem("must be resource.map, or { reverse: resource.map }");
      return [];
    }
    return [{ at: item, resource: text.slice(0, dot), map: text.slice(dot + 1), direction }];
  });
}
