import { createHash } from "node:crypto";

import type { StepDirection } from "@waymark/trace-core";
import { canonicalJson } from "@waymark/trace-core/adapter";

import type { Catalog, MappingPath, Step } from "../catalog.js";
import type { IdentifierHistory } from "../identifier-history.js";
import type { IdentifierType } from "../identifier-type.js";
import type { Resource } from "../resource.js";
import { InvalidCatalogError } from "./invalid-catalog-error.js";
import { suggestion } from "./suggestion.js";

export interface StepDeclaration {
  readonly resource: string;
  readonly map: string;
  /** Default forward. */
  readonly direction?: StepDirection;
}

export interface PathDeclaration {
  readonly id: string;
  /** 0 is the best. Default 0. */
  readonly priority?: number;
  readonly steps: readonly StepDeclaration[];
}

export interface CatalogParts {
  readonly types: readonly IdentifierType[];
  readonly resources: readonly Resource[];
  /** Default none. */
  readonly histories?: readonly IdentifierHistory[];
  /** Default none: then only discovered paths are used. */
  readonly paths?: readonly PathDeclaration[];
}

/**
 * A checked catalog of parts that are there already.
 *
 * @throws InvalidCatalogError with all that does not fit together
 */
export function createCatalog(parts: CatalogParts): Catalog {
  const problems: string[] = [];
  const types = byName(parts.types, "type", problems);
  const resources = byName(parts.resources, "resource", problems);
  for (const resource of parts.resources) {
    for (const map of byName(resource.maps, `map of ${resource.name}`, problems).values()) {
      for (const type of [map.sourceType, map.targetType]) {
        if (!types.has(type))
          problems.push(`${resource.name}.${map.name}: ${unknownName("type", type, types.keys())}`);
      }
    }
  }
  const histories = new Map((parts.histories ?? []).map((it) => [it.type, it]));
  const paths = resolvePaths(parts.paths ?? [], resources, problems);
  if (problems.length > 0) {
    throw new InvalidCatalogError(
      problems.map((message) => ({ file: null, line: null, column: null, message })),
    );
  }
  const fingerprint = fingerprintOf(types, resources, histories, paths);
  return { fingerprint, types, resources, histories, paths };
}

/** Says that a name is unknown, and which one may have been meant. */
export function unknownName(kind: string, name: string, known: Iterable<string>): string {
  const list = [...known];
  const meant = suggestion(name, list);
  const hint =
    meant !== undefined
      ? `did you mean ${meant}?`
      : list.length > 0
        ? `there are ${list.join(", ")}`
        : "there are none";
  return `unknown ${kind} ${name}: ${hint}`;
}

/** What is wrong with the order of a path's steps, or undefined. */
export function whyBroken(steps: readonly Step[]): string | undefined {
  const visited = new Set<string>();
  let at: string | undefined;
  for (const step of steps) {
    const [from, to] = ends(step);
    const shown = `${step.resource.name}.${step.map.name}`;
    if (at !== undefined && at !== from)
      return `the step before ${shown} ends at ${at}, but ${shown} starts from ${from}`;
    visited.add(from);
    if (visited.has(to)) return `${shown} leads back to ${to}: a path visits a type only once`;
    at = to;
  }
  return undefined;
}

function ends({ map, direction }: Step): [from: string, to: string] {
  return direction === "forward" ? [map.sourceType, map.targetType] : [map.targetType, map.sourceType];
}

function resolvePaths(
  declarations: readonly PathDeclaration[],
  resources: ReadonlyMap<string, Resource>,
  problems: string[],
): MappingPath[] {
  const seen = new Set<string>();
  const paths = declarations.map(({ id, priority = 0, steps }): MappingPath => {
    if (seen.has(id)) problems.push(`two paths are named ${id}`);
    seen.add(id);
    const resolved = steps.flatMap((it) => {
      const step = resolveStep(it, resources);
      if (typeof step !== "string") return step;
      problems.push(`path ${id}: ${step}`);
      return [];
    });
    if (steps.length === 0) problems.push(`path ${id} has no steps`);
    const broken = resolved.length === steps.length ? whyBroken(resolved) : undefined;
    if (broken !== undefined) problems.push(`path ${id}: ${broken}`);
    return { id, priority, steps: resolved, isDiscovered: false };
  });
  return paths.sort((a, b) => a.priority - b.priority);
}

/** The step, or what is wrong with it. */
export function resolveStep(
  { resource: resourceName, map: mapName, direction = "forward" }: StepDeclaration,
  resources: ReadonlyMap<string, Resource>,
): Step | string {
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
    return `${resourceName}.${mapName} cannot be read backwards`;
  return { resource, map, direction };
}

function byName<T extends { readonly name: string }>(
  items: readonly T[],
  kind: string,
  problems: string[],
): Map<string, T> {
  const map = new Map<string, T>();
  for (const item of items) {
    if (map.has(item.name)) problems.push(`two ${kind}s are named ${item.name}`);
    map.set(item.name, item);
  }
  return map;
}

function fingerprintOf(
  types: ReadonlyMap<string, IdentifierType>,
  resources: ReadonlyMap<string, Resource>,
  histories: ReadonlyMap<string, IdentifierHistory>,
  paths: readonly MappingPath[],
): string {
  const content = {
    types: [...types.values()].map(({ name, definition }) => ({ name, definition })),
    resources: [...resources.values()].map(({ name, release, contentHash, maps }) => ({
      name,
      release,
      contentHash,
      maps: maps.map(({ definition }) => definition),
    })),
    histories: [...histories.values()].map(({ type, resource, primaryResource, confidence }) => ({
      type,
      resource,
      primaryResource,
      confidence,
    })),
    paths: paths.map(({ id, priority, steps }) => ({
      id,
      priority,
      steps: steps.map(({ resource, map, direction }) => ({
        resource: resource.name,
        map: map.name,
        direction,
      })),
    })),
  };
  return createHash("sha256").update(canonicalJson(content)).digest("hex");
}
