import type { TraceStore } from "@waymark/trace-core";

/** Path executions of one session that are looked at when it does not list its resources. */
const MAX_PATH_EXECUTIONS = 100;

/**
 * The release of each resource, as a session knew it: from its own list, or, when it has none, from its newest path
 * executions. Null for a resource without a release; a resource that neither names is absent.
 */
export async function resourceReleases(
  store: TraceStore,
  sessionId: string,
): Promise<ReadonlyMap<string, string | null>> {
  const session = await store.getSession(sessionId);
  if (session && session.resources.length > 0)
    return new Map(session.resources.map((it) => [it.name, it.release]));
  const releases = new Map<string, string | null>();
  const { items } = await store.listPathExecutions({ sessionId, limit: MAX_PATH_EXECUTIONS });
  for (const { steps } of items) {
    for (const { resource, release } of steps) if (!releases.has(resource)) releases.set(resource, release);
  }
  return releases;
}
