import type { MappingSession, TraceStore } from "@waymark/trace-core";

/** Which state of its data a resource was in. */
export interface ResourceVersion {
  readonly release: string | null;
  /** SHA-256 in hex; null when it has none. */
  readonly contentHash: string | null;
}

/** Path executions of one session that are looked at. */
const MAX_PATH_EXECUTIONS = 100;

/**
 * The version of each resource, as a session knew it: from its own list, and, for those of which the list says nothing (a
 * service tells its release with its answers), from its newest path executions. A resource that neither names is absent.
 */
export async function resourceVersions(
  store: TraceStore,
  session: Pick<MappingSession, "id" | "resources">,
): Promise<ReadonlyMap<string, ResourceVersion>> {
  const versions = new Map<string, ResourceVersion>(
    session.resources.map(({ name, release, contentHash }) => [name, { release, contentHash }]),
  );
  if (versions.size > 0 && [...versions.values()].every(isKnown)) return versions;
  const { items } = await store.listPathExecutions({ sessionId: session.id, limit: MAX_PATH_EXECUTIONS });
  for (const { steps } of items) {
    for (const { resource, release, contentHash } of steps) {
      const known = versions.get(resource);
      if (known === undefined || !isKnown(known)) versions.set(resource, { release, contentHash });
    }
  }
  return versions;
}

/** Whether anything tells the version from another one. */
export function isKnown({ release, contentHash }: ResourceVersion): boolean {
  return release !== null || contentHash !== null;
}
