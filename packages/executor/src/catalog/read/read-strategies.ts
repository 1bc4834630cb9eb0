import type { JsonObject } from "@waymark/trace-core";

import type { Strategy, StrategyStep } from "../../strategy/strategy.js";
import type { CatalogNode } from "./catalog-node.js";
import type { EndpointDeclaration } from "./read-endpoints.js";
import { unknownName } from "../../messages/unknown-name.js";

/** What strategies may refer to. */
interface StrategyNames {
  readonly types: readonly string[];
  readonly endpoints: readonly EndpointDeclaration[];
}

/** Reads the `strategies` of a catalog. Actions and their parameters are checked only when a strategy is run. */
export function readStrategies(strategies: CatalogNode, names: StrategyNames): Strategy[] {
  return strategies.entries().flatMap(([name, node]) => {
    const at = node.fields(["description", "from", "to", "sourceEndpoint", "targetEndpoint", "steps"]);
    const source = readEndpoint(at.sourceEndpoint, names);
    const target = readEndpoint(at.targetEndpoint, names);
    if ((at.from ?? at.sourceEndpoint) === undefined || at.steps === undefined) {
      node.problem("must have steps, and from (the input type) or sourceEndpoint");
      return [];
    }
    const sourceType = at.from ? readType(at.from, names, source) : source?.types[0]?.value;
    const targetType = at.to ? readType(at.to, names, target) : target?.types[0]?.value;
    const steps = readSteps(at.steps);
    const description = at.description?.text() ?? null;
    if (sourceType === undefined) return [];
    return [
      {
        name,
        description,
        sourceType,
        targetType: targetType ?? null,
        sourceEndpoint: source?.name ?? null,
        targetEndpoint: target?.name ?? null,
        steps,
      },
    ];
  });
}

function readEndpoint(
  node: CatalogNode | undefined,
  { endpoints }: StrategyNames,
): EndpointDeclaration | undefined {
  const name = node?.text();
  if (node === undefined || name === undefined) return undefined;
  const known = endpoints.find((it) => it.name === name);
  return (
    known ??
    node.problem(
      unknownName(
        "endpoint",
        name,
        endpoints.map((it) => it.name),
      ),
    )
  );
}

/** Reads a type, which must be one of the catalog's and, if there is an endpoint, one of the endpoint's. */
function readType(
  node: CatalogNode,
  { types }: StrategyNames,
  endpoint: EndpointDeclaration | undefined,
): string | undefined {
  const name = node.text();
  if (name === undefined) return undefined;
  if (!types.includes(name)) return node.problem(unknownName("type", name, types));
  if (endpoint?.types.every((it) => it.value !== name))
    return node.problem(
      `${endpoint.name} has ${endpoint.types.map((it) => it.value).join(", ")}, not ${name}`,
    );
  return name;
}

function readSteps(node: CatalogNode): StrategyStep[] {
  const items = node.items();
  if (items.length === 0 && node.isList) node.problem("has no step");
  const seen = new Set<string>();
  return items.flatMap((item, i) => {
    const step = readStep(item, i);
    if (step === undefined) return [];
    if (seen.has(step.name)) item.problem(`two steps are named ${step.name}: give each a name of its own`);
    seen.add(step.name);
    return [step];
  });
}

/** `{ action, name, required, … }`; all other keys are parameters of the action. */
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
