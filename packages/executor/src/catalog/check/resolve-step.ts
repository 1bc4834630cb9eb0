import type { StepDirection } from "@waymark/trace-core";

import { unknownName } from "../../messages/unknown-name.js";

export interface StepDeclaration {
  readonly resource: string;
  readonly map: string;
  /** Default forward. */
  readonly direction?: StepDirection;
}

/** What a step needs to know of a map. */
export interface StepMap {
  readonly name: string;
  readonly sourceType: string;
  readonly targetType: string;
  readonly isReversible: boolean;
}

/** What a step needs to know of a resource, declared or loaded. */
export interface StepResource<M extends StepMap = StepMap> {
  readonly name: string;
  readonly maps: readonly M[];
}

export interface ResolvedStep<R extends StepResource = StepResource> {
  readonly resource: R;
  readonly map: R["maps"][number];
  readonly direction: StepDirection;
}

/** The step that was declared, or what is wrong with it. */
export function resolveStep<R extends StepResource>(
  { resource: resourceName, map: mapName, direction = "forward" }: StepDeclaration,
  resources: ReadonlyMap<string, R>,
): ResolvedStep<R> | string {
  const resource = resources.get(resourceName);
  if (resource === undefined) return unknownName("resource", resourceName, resources.keys());
  const map = resource.maps.find((it) => it.name === mapName);
  if (map === undefined) {
    return unknownName(
      `map of ${resourceName}`,
      mapName,
      resource.maps.map((it) => it.name),
    );
  }
  if (direction === "reverse" && !map.isReversible)
    return `${resourceName}.${mapName} cannot be read backwards: declare it reversible`;
  return { resource, map, direction };
}

/** What is wrong with the order of a path's steps, or undefined. */
export function whyBroken(steps: readonly ResolvedStep[]): string | undefined {
  const visited = new Set<string>();
  let at: string | undefined;
  for (const { resource, map, direction } of steps) {
    const [from, to] =
      direction === "forward" ? [map.sourceType, map.targetType] : [map.targetType, map.sourceType];
    const shown = `${direction === "reverse" ? "the reverse of " : ""}${resource.name}.${map.name}`;
    if (at !== undefined && at !== from)
      return `the step before ${shown} ends at ${at}, but ${shown} starts from ${from}`;
    visited.add(from);
    if (visited.has(to)) return `${shown} leads back to ${to}: a path visits a type only once`;
    at = to;
  }
  return undefined;
}
