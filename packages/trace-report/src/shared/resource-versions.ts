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
  const versions = new Map<string, ResourceVersion>();
  for (const [resource, [newest]] of await toldVersions(store, session))
    if (newest) versions.set(resource, newest);
  return versions;
}

/** As `resourceVersions`, with every version that answers told while the session ran; the newest first. */
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

/** Whether anything tells the version from another one. */
export function isKnown({ release, contentHash }: ResourceVersion): boolean {
  return release !== null || contentHash !== null;
}
