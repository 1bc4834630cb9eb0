import type { MappingSession, TraceStore } from "@waymark/trace-core";

/** Identifies one state of a resource's data. */
export interface ResourceVersion {
  readonly release: string | null;
  /** SHA-256 in hex; null if the resource has none. */
  readonly contentHash: string | null;
}

/** Maximum number of path executions read of one session. */
const MAX_PATH_EXECUTIONS = 100;

/**
 * The version of each resource as recorded by a session: in its own list or, if that has neither release nor hash (a
 * service reports its release with its answers), in its newest path executions. A resource that occurs in neither is
 * missing.
 */
export async function resourceVersions(
  store: TraceStore,
  session: Pick<MappingSession, "id" | "resources">,
): Promise<ReadonlyMap<string, ResourceVersion>> {
  const versions = new Map<string, ResourceVersion>();
  for (const [resource, [newest]] of await toldVersions(store, session))
    if (newest) versions.set(resource, newest);
  return versions;
}

/** Like `resourceVersions`, but with every version that was reported while the session ran, newest first. */
export async function toldVersions(
  store: TraceStore,
  session: Pick<MappingSession, "id" | "resources">,
): Promise<ReadonlyMap<string, readonly ResourceVersion[]>> {
  const versions = new Map<string, ResourceVersion[]>(
    session.resources.map(({ name, release, contentHash }) => [name, [{ release, contentHash }]]),
  );
  const listed = [...versions].filter(([, told]) => told.every(isKnown)).map(([name]) => name);
  if (versions.size > 0 && versions.size === listed.length) return versions;
  const isListed = new Set(listed);
  const { items } = await store.listPathExecutions({ sessionId: session.id, limit: MAX_PATH_EXECUTIONS });
  for (const { steps } of items) {
    for (const { resource, release, contentHash } of steps) {
      if (isListed.has(resource)) continue;
      const told = versions.get(resource)?.filter(isKnown) ?? [];
      const isTold = told.some((it) => it.release === release && it.contentHash === contentHash);
      if (told.length === 0 || (!isTold && isKnown({ release, contentHash })))
        versions.set(resource, [...told, { release, contentHash }]);
    }
  }
  return versions;
}

/** Whether the version can be told from another one. */
export function isKnown({ release, contentHash }: ResourceVersion): boolean {
  return release !== null || contentHash !== null;
}
