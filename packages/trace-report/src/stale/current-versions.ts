import { everyPage, type TraceStore } from "@waymark/trace-core";

import { isKnown, resourceVersions, type ResourceVersion } from "../shared/resource-versions.js";

/**
 * The newest version of each resource in the trace: that of the newest session which records a release or hash of it.
 */
export async function currentVersions(store: TraceStore): Promise<ReadonlyMap<string, ResourceVersion>> {
  const current = new Map<string, ResourceVersion>();
  for await (const sessions of everyPage((query) => store.listSessions(query), {})) {
    for (const session of sessions) {
      for (const [resource, version] of await resourceVersions(store, session)) {
        if (isKnown(version) && !current.has(resource)) current.set(resource, version);
      }
    }
  }
  return current;
}
