import { createHash } from "node:crypto";

import { canonicalJson } from "@waymark/trace-core";

import type { Catalog, MappingPath } from "../catalog.js";
import type { CuratedOverride } from "../curated-override.js";
import type { Endpoint } from "../endpoint.js";
import type { IdentifierHistory } from "../identifier-history.js";
import type { IdentifierType } from "../identifier-type.js";
import type { Resource } from "../resource.js";
import type { Strategy } from "../strategy/strategy.js";
import { checkName, checkResource } from "./check/check-resource.js";
import { InvalidCatalogError } from "./invalid-catalog-error.js";
import { resolveStep, whyBroken, type StepDeclaration } from "./check/resolve-step.js";
import { unknownName } from "../messages/unknown-name.js";

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
  /** Default none. */
  readonly endpoints?: readonly Endpoint[];
  /** Default none. */
  readonly strategies?: readonly Strategy[];
  /** Default none. */
  readonly overrides?: readonly CuratedOverride[];
  /** Default none: then only discovered paths are used. */
  readonly paths?: readonly PathDeclaration[];
}

/**
 * Creates and checks a catalog from parts that already exist.
 *
 * @throws InvalidCatalogError with everything that does not fit together
 */
export function createCatalog(parts: CatalogParts): Catalog {
  const problems: string[] = [];
  const types = byName(parts.types, "types", problems);
  const resources = byName(parts.resources, "resources", problems);
  for (const name of types.keys()) checkName("a type", name, problems);
  for (const resource of parts.resources) {
    byName(resource.maps, `maps of ${resource.name}`, problems);
    checkResource(resource, types, problems);
  }
  const histories = new Map<string, IdentifierHistory>();
  for (const history of parts.histories ?? []) {
    const { type, resource, primaryResource } = history;
    if (!types.has(type)) problems.push(`history ${resource}: ${unknownName("type", type, types.keys())}`);
    if (histories.has(type)) problems.push(`there are two histories of ${type}`);
    if (primaryResource !== null && !resources.has(primaryResource))
      problems.push(`history ${resource}: ${unknownName("resource", primaryResource, resources.keys())}`);
    histories.set(type, history);
  }
  const paths = resolvePaths(parts.paths ?? [], resources, problems);
  const endpoints = byName(parts.endpoints ?? [], "endpoints", problems);
  for (const endpoint of endpoints.values()) {
    for (const type of endpoint.types)
      if (!types.has(type))
        problems.push(`endpoint ${endpoint.name}: ${unknownName("type", type, types.keys())}`);
  }
  const strategies = byName(parts.strategies ?? [], "strategies", problems);
  for (const strategy of strategies.values()) checkStrategy(strategy, types, endpoints, problems);
  const overrides = parts.overrides ?? [];
  for (const override of overrides) checkOverride(override, types, problems);
  if (problems.length > 0) {
    throw new InvalidCatalogError(
      problems.map((message) => ({ file: null, line: null, column: null, message })),
    );
  }
  const fingerprint = fingerprintOf(types, resources, histories, paths, overrides);
  return { fingerprint, types, resources, histories, endpoints, strategies, overrides, paths };
}

function checkStrategy(
  { name, sourceType, targetType, sourceEndpoint, targetEndpoint, steps }: Strategy,
  types: ReadonlyMap<string, IdentifierType>,
  endpoints: ReadonlyMap<string, Endpoint>,
  problems: string[],
): void {
  for (const type of new Set([sourceType, targetType ?? sourceType]))
    if (!types.has(type)) problems.push(`strategy ${name}: ${unknownName("type", type, types.keys())}`);
  for (const endpoint of new Set([sourceEndpoint ?? null, targetEndpoint ?? null]))
    if (endpoint !== null && !endpoints.has(endpoint))
      problems.push(`strategy ${name}: ${unknownName("endpoint", endpoint, endpoints.keys())}`);
  if (steps.length === 0) problems.push(`strategy ${name} has no steps`);
}

function checkOverride(
  { sourceType, sourceId, targetType, targetId }: CuratedOverride,
  types: ReadonlyMap<string, IdentifierType>,
  problems: string[],
): void {
  for (const [type, id] of [
    [sourceType, sourceId],
    [targetType, targetId],
  ] as const) {
    const declared = types.get(type);
    const normalised = declared?.normalise(id);
    if (!normalised) problems.push(`override of ${id}: ${unknownName("type", type, types.keys())}`);
    else if (!normalised.isValid)
      problems.push(`override: ${id} is not a valid ${type}: ${normalised.reason}`);
    else if (normalised.identifier !== id)
      problems.push(`override: ${id} is written ${normalised.identifier} as a ${type}`);
  }
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
    checkName("a path", id, problems);
    if (!Number.isInteger(priority) || priority < 0)
      problems.push(`path ${id} has a priority of ${priority}: it must be a whole number from 0`);
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

function byName<T extends { readonly name: string }>(
  items: readonly T[],
  kinds: string,
  problems: string[],
): Map<string, T> {
  const map = new Map<string, T>();
  for (const item of items) {
    if (map.has(item.name)) problems.push(`two ${kinds} are named ${item.name}`);
    map.set(item.name, item);
  }
  return map;
}

function fingerprintOf(
  types: ReadonlyMap<string, IdentifierType>,
  resources: ReadonlyMap<string, Resource>,
  histories: ReadonlyMap<string, IdentifierHistory>,
  paths: readonly MappingPath[],
  overrides: readonly CuratedOverride[],
): string {
  const content = {
    types: [...types.values()].map(({ name, definition }) => ({ name, definition: definition ?? null })),
    resources: [...resources.values()].map(({ name, release, contentHash, maps }) => ({
      name,
      release,
      contentHash,
      maps: maps.map(({ name: map, sourceType, targetType, relation, ranks, definition }) => ({
        name: map,
        sourceType,
        targetType,
        relation,
        ranks: ranks.map((it) => ({ name: it.name, confidence: it.confidence })),
        definition: definition ?? null,
      })),
    })),
    histories: [...histories.values()].map((it) => ({
      type: it.type,
      resource: it.resource,
      release: it.release,
      contentHash: it.contentHash,
      primaryResource: it.primaryResource,
      confidence: it.confidence,
      definition: it.definition ?? null,
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
    ...(overrides.length > 0 && { overrides: overrides.map((it) => ({ ...it })) }),
  };
  return createHash("sha256").update(canonicalJson(content)).digest("hex");
}
