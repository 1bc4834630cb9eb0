import {
  everyPage,
  type EntityMapping,
  type EntityMappingProvenance,
  type MappingSession,
  type TraceStore,
} from "@waymark/trace-core";

import { refusedRawIds } from "../shared/refused-raw-ids.js";
import { isKnown, resourceVersions, type ResourceVersion } from "../shared/resource-versions.js";
import { currentVersions } from "./current-versions.js";

export interface StaleRequest {
  /**
   * The current version of each resource, usually as today's catalog has it. A resource that is missing here, or has
   * neither release nor hash, is not judged. Default: the newest version of each resource in the trace, see
   * `currentVersions`.
   */
  readonly current?: ReadonlyMap<string, ResourceVersion> | undefined;
  /** Only mappings from this type. Default: any. */
  readonly sourceType?: string | undefined;
  /** Only mappings to this type. Default: any. */
  readonly targetType?: string | undefined;
}

/** A mapping whose latest observation used data that has changed since. Plain JSON; times are ISO 8601 in UTC. */
export interface StaleMapping {
  readonly mappingId: string;
  readonly sourceType: string;
  readonly sourceId: string;
  /** The inputs as they came in, if the source is not a valid identifier; otherwise empty. */
  readonly rawIds: readonly string[];
  readonly targetType: string;
  readonly targetId: string;
  readonly confidence: number;
  /** Time of the latest observation. */
  readonly observedAt: string;
  readonly provenanceId: string;
  readonly sessionId: string;
  /** One for each resource that has changed, in the order of the hops. */
  readonly reasons: readonly StaleReason[];
}

export interface StaleReason {
  readonly resource: string;
  /**
   * `release`: the release is a different one now; `content`: the release is the same (or null), but the content hash
   * differs.
   */
  readonly kind: "release" | "content";
  readonly observed: ResourceVersion;
  readonly current: ResourceVersion;
}

/**
 * Mappings whose latest observation used a version of a resource that is no longer current, session by session, newest
 * first. Each mapping is yielded once. A mapping that was logged without provenance is never stale.
 *
 * Skips sessions whose resources are all current. For the others, reads provenance page by page, and the mappings of
 * each page at once.
 */
export async function* stale(
  store: TraceStore,
  request: StaleRequest = {},
): AsyncGenerator<StaleMapping, void, undefined> {
  const given = request.current && new Map([...request.current].filter(([, it]) => isKnown(it)));
  const current = given ?? (await currentVersions(store));
  for await (const sessions of everyPage((query) => store.listSessions(query), {})) {
    for (const session of sessions) yield* staleOf(store, session, current, request);
  }
}

async function* staleOf(
  store: TraceStore,
  session: MappingSession,
  current: ReadonlyMap<string, ResourceVersion>,
  { sourceType, targetType }: StaleRequest,
): AsyncGenerator<StaleMapping, void, undefined> {
  const versions = await resourceVersions(store, session);
  const listed = new Set(session.resources.filter(isKnown).map((it) => it.name));
  const isCurrent = [...versions].every(([resource, version]) => {
    const now = current.get(resource);
    // A service that reports its release with each answer may have reported several in one run.
    const isOnlyTold = version.contentHash === null && !listed.has(resource);
    return now === undefined || (!isOnlyTold && kindOf(version, now) === null);
  });
  if (isCurrent) return;
  const isWanted = (it: EntityMapping): boolean =>
    (sourceType === undefined || it.sourceType === sourceType) &&
    (targetType === undefined || it.targetType === targetType);
  const { id: sessionId } = session;
  for await (const page of everyPage((query) => store.listProvenance(query), { sessionId })) {
    const moved = new Map(
      page.flatMap((it) => {
        const reasons = reasonsOf(it, versions, current);
        return reasons.length === 0 ? [] : [[it.id, { provenance: it, reasons }] as const];
      }),
    );
    const ids = new Set([...moved.values()].map(({ provenance }) => provenance.mappingId));
    if (ids.size === 0) continue;
    const mappings = (await store.getMappings([...ids])).filter(isWanted);
    const rawIds = await refusedRawIds(
      store,
      sessionId,
      mappings.map((it) => it.sourceId),
    );
    for (const mapping of mappings) {
      const latest = mapping.observedBy === null ? undefined : moved.get(mapping.observedBy);
      if (!latest) continue;
      const { provenance, reasons } = latest;
      yield staleMapping(mapping, rawIds.get(mapping.sourceId) ?? [], provenance, reasons);
    }
  }
}

function reasonsOf(
  { hops }: EntityMappingProvenance,
  versions: ReadonlyMap<string, ResourceVersion>,
  current: ReadonlyMap<string, ResourceVersion>,
): StaleReason[] {
  const reasons = new Map<string, StaleReason>();
  for (const { resource, release } of hops) {
    const now = current.get(resource);
    if (now === undefined || reasons.has(resource)) continue;
    // The hop has the release that answered; the session has the content hash of that release.
    const known = versions.get(resource);
    const observed = { release, contentHash: known?.release === release ? known.contentHash : null };
    const kind = kindOf(observed, now);
    if (kind !== null) reasons.set(resource, { resource, kind, observed, current: now });
  }
  return [...reasons.values()];
}

/** How the versions differ; null if nothing shows that they do. */
function kindOf(observed: ResourceVersion, current: ResourceVersion): StaleReason["kind"] | null {
  if (observed.release !== current.release) return "release";
  if (observed.contentHash === null || current.contentHash === null) return null;
  return observed.contentHash === current.contentHash ? null : "content";
}

function staleMapping(
  mapping: EntityMapping,
  rawIds: readonly string[],
  provenance: EntityMappingProvenance,
  reasons: readonly StaleReason[],
): StaleMapping {
  const { id: mappingId, sourceType, sourceId, targetType, targetId, confidence } = mapping;
  return {
    mappingId,
    sourceType,
    sourceId,
    rawIds,
    targetType,
    targetId,
    confidence,
    observedAt: mapping.observedAt.toISOString(),
    provenanceId: provenance.id,
    sessionId: provenance.sessionId,
    reasons,
  };
}
