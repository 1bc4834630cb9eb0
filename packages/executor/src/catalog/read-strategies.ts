import type { JsonObject } from "@waymark/trace-core";

import type { Strategy, StrategyStep } from "../strategy/strategy.js";
import type { CatalogNode } from "./catalog-node.js";

/** The `strategies` of a catalog. Which actions there are, and what they are told, shows when one is run. */
export function readStrategies(strategies: CatalogNode): Strategy[] {
  return strategies.entries().flatMap(([name, node]) => {
    const at = node.fields(["description", "from", "steps"]);
    const sourceType = at.from?.text();
    if (at.from === undefined || at.steps === undefined) {
      node.problem("must have from, the type of what goes in, and steps");
      return [];
    }
    const items = at.steps.items();
    if (items.length === 0 && at.steps.isList) at.steps.problem("has no step");
    const steps = items.flatMap((item, i) => readStep(item, i) ?? []);
    const seen = new Set<string>();
    for (const [i, step] of steps.entries()) {
      if (seen.has(step.name))
        items[i]?.problem(`two steps are named ${step.name}: give each a name of its own`);
      seen.add(step.name);
    }
    const description = at.description?.text() ?? null;
    return sourceType === undefined ? [] : [{ name, description, sourceType, steps }];
  });
}

/** `{ action, name, required, … }`: what else there is, is what the action is told. */
function readStep(item: CatalogNode, index: number): StrategyStep | undefined {
  if (!item.isMap) return item.problem("must be a map with an action");
  const entries = new Map(item.entries());
  const action = entries.get("action")?.text();
  if (action === undefined) return entries.has("action") ? undefined : item.problem("lacks action");
  const parameters: Record<string, JsonObject[string]> = {};
  for (const [key, value] of entries) {
    if (!["action", "name", "required"].includes(key)) parameters[key] = value.json();
  }
  return {
    name: entries.get("name")?.text() ?? `${String(index + 1)}-${action}`,
    action,
    isRequired: entries.get("required")?.boolean() ?? true,
    parameters,
  };
}
