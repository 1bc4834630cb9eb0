import { inspect } from "node:util";

import { cutText, isStorable, isStorableIdentifier, RELATIONS } from "@waymark/trace-core";

import type { IdentifierType } from "../../identifier-type.js";
import type { Resource, ResourceMap } from "../../resource.js";
import { unknownName } from "../../messages/unknown-name.js";

/** Notes whatever in a resource a trace could not hold, or does not fit the types: a run would find out too late. */
export function checkResource(
  resource: Resource,
  types: ReadonlyMap<string, IdentifierType>,
  problems: string[],
): void {
  const { name, release, contentHash, maps } = resource;
  checkName("a resource", name, problems);
  if (typeof name === "string" && name.includes("."))
    problems.push(`${name}: a resource's name has no dot: steps are written resource.map`);
  if (!isTextOrNull(release)) problems.push(`${name}: its release must be a string or null`);
  if (contentHash !== null && !/^[\da-f]{64}$/.test(contentHash))
    problems.push(`${name}: its contentHash must be a SHA-256 in lower-case hex or null`);
  for (const map of maps) checkMap(`${name}.${map.name}`, map, types, problems);
}

/** Notes a name that no trace can hold. */
export function checkName(what: string, name: unknown, problems: string[]): void {
  if (typeof name !== "string" || !isStorableIdentifier(name))
    problems.push(`the name of ${what} must be 1 to 512 bytes of text, but is ${shown(name)}`);
}

function checkMap(
  name: string,
  map: ResourceMap,
  types: ReadonlyMap<string, IdentifierType>,
  problems: string[],
): void {
  checkName(`the map ${name}`, map.name, problems);
  for (const type of [map.sourceType, map.targetType]) {
    if (!types.has(type)) problems.push(`${name}: ${unknownName("type", type, types.keys())}`);
  }
  if (!RELATIONS.includes(map.relation))
    problems.push(
      `${name} has a relation of ${shown(map.relation)}: it must be one of ${RELATIONS.join(", ")}`,
    );
  if (map.ranks.length === 0) problems.push(`${name} has no rank`);
  for (const { name: rank, confidence } of map.ranks) {
    if (!isTextOrNull(rank)) problems.push(`${name}: the name of a rank must be a string or null`);
    if (!(confidence >= 0 && confidence <= 1))
      problems.push(`${name} has a confidence of ${confidence}: it must be from 0 to 1`);
  }
}

function isTextOrNull(value: unknown): boolean {
  return value === null || (typeof value === "string" && isStorable(value));
}

function shown(value: unknown): string {
  return cutText(inspect(value), 80);
}
