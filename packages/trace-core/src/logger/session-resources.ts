import { compareBytes } from "../text/compare-bytes.js";
import type { SessionResource } from "../records/session-resource.js";
import type { SessionResourceInput } from "./record-inputs.js";
import { each, isObject, withDefaults, type Defaults } from "./with-defaults.js";

const DEFAULTS = {
  release: null,
  contentHash: null,
  title: null,
  homepage: null,
  license: null,
  citation: null,
} as const satisfies Defaults<SessionResource>;

/** Completed resources, sorted by name; unsorted if any has no valid name, which is left to validation. */
export function sessionResources(
  inputs: readonly SessionResourceInput[] | undefined,
): readonly SessionResource[] | undefined {
  const resources = each(inputs, (it) => withDefaults<SessionResource>(DEFAULTS, it));
  const canBeSorted = Array.isArray(resources) && resources.every(hasName);
  return canBeSorted ? resources.toSorted(byName) : resources;
}

function hasName(resource: unknown): boolean {
  return isObject(resource) && "name" in resource && typeof resource.name === "string";
}

function byName(a: SessionResource, b: SessionResource): number {
  return compareBytes(a.name, b.name);
}
