import { compareBytes, MAX_SESSION_RESOURCES, type SessionResource } from "@waymark/trace-core";

import type { Catalog } from "../../catalog.js";
import type { IdentifierHistory } from "../../identifier-history.js";
import type { MappingPlan } from "./mapping-plan.js";

type Version = Pick<SessionResource, "name" | "release" | "contentHash">;

/** Every resource that the plans may consult, including histories and their primary tables, in its present version. */
export function consultableResources(catalog: Catalog, plans: readonly MappingPlan[]): SessionResource[] {
  return sessionResources(
    catalog,
    plans.flatMap((plan) => plan.routes.flatMap((route) => route.stages.flat())),
  );
}

/** The resources of a type's history. */
export function historyResources(catalog: Catalog, history: IdentifierHistory): SessionResource[] {
  const { resource: name, release, contentHash, primaryResource } = history;
  const primary = primaryResource === null ? undefined : catalog.resources.get(primaryResource);
  return sessionResources(catalog, [{ name, release, contentHash }, ...(primary ? [primary] : [])]);
}

/** Each resource once, ordered by name; beyond `MAX_SESSION_RESOURCES`, the last ones are left out. */
export function uniqueResources(resources: readonly SessionResource[]): SessionResource[] {
  const byName = new Map(resources.map((it) => [it.name, it]));
  return [...byName.values()].sort((a, b) => compareBytes(a.name, b.name)).slice(0, MAX_SESSION_RESOURCES);
}

function sessionResources(catalog: Catalog, versions: readonly Version[]): SessionResource[] {
  return uniqueResources(
    versions.map(({ name, release, contentHash }) => {
      const about = catalog.resources.get(name)?.about;
      const { title = null, homepage = null, license = null, citation = null } = about ?? {};
      return { name, release, contentHash, title, homepage, license, citation };
    }),
  );
}
