import { abandonedSession } from "../adapter/sessions/abandoned-session.js";
import { checkAbandonStale, checkPrune } from "../adapter/queries/query-checks.js";
import { newestFirst } from "../adapter/sessions/newest-first.js";
import { pruneOrder } from "../adapter/sessions/prune-order.js";
import { compareBytes } from "../text/compare-bytes.js";
import type { MappingSession } from "../records/mapping-session.js";
import {
  DEFAULT_STALE_AFTER_MS,
  type AbandonStaleOptions,
  type PruneOptions,
  type PruneReport,
  type RecordCounts,
} from "../trace-store-queries.js";
import type { InMemoryRecords } from "./in-memory-records.js";
import type { SetIndex } from "./set-index.js";

export function countRecords(records: InMemoryRecords): RecordCounts {
  return {
    sessions: records.sessions.size,
    pathExecutions: records.pathExecutions.size,
    mappings: records.mappings.size,
    provenance: records.provenance.size,
    outcomes: records.outcomes.size,
    metrics: records.metrics.size,
  };
}

export function abandonStale(
  records: InMemoryRecords,
  options: AbandonStaleOptions,
  now: Date,
): MappingSession[] {
  checkAbandonStale(options);
  const staleAfterMs = options.staleAfterMs ?? DEFAULT_STALE_AFTER_MS;
  const staleSince = now.getTime() - staleAfterMs;
  const abandoned: MappingSession[] = [];
  for (const it of records.sessions.values()) {
    if (it.status !== "running") continue;
    const isDead = it.owner !== null && options.isOwnerAlive?.(structuredClone(it.owner)) === false;
    if (!isDead && it.heartbeatAt.getTime() > staleSince) continue;
    abandoned.push(abandonedSession(it, now, isDead));
  }
  for (const it of abandoned) records.sessions.set(it.id, it);
  abandoned.sort(newestFirst);
  return structuredClone(abandoned);
}

/** Ids of other sessions that have outcomes answered by this one. */
export function sessionsAnsweredBy(records: InMemoryRecords, sessionId: string): string[] {
  const users = new Set<string>();
  for (const key of records.outcomesAnsweredBy.get(sessionId)) {
    const user = records.outcomes.get(key)?.sessionId;
    if (user !== undefined && user !== sessionId) users.add(user);
  }
  return [...users].sort(compareBytes);
}

export function prune(records: InMemoryRecords, options: PruneOptions): PruneReport {
  checkPrune(options);
  const { olderThan, dryRun = false } = options;
  const sessions = prunableSessions(records, olderThan);
  const mappings = [...records.mappings.values()].filter((it) => {
    const provenance = [...records.provenanceOfMapping.get(it.id)];
    return provenance.length === 0
      ? it.lastSeenAt < olderThan
      : provenance.every((id) => sessions.has(records.provenance.get(id)?.sessionId ?? ""));
  });
  const owned = (index: SetIndex): number => [...sessions].reduce((sum, id) => sum + index.get(id).size, 0);
  const report: PruneReport = {
    dryRun,
    sessions: sessions.size,
    pathExecutions: owned(records.pathExecutionsOfSession),
    mappings: mappings.length,
    provenance: owned(records.provenanceOfSession),
    outcomes: owned(records.outcomesOfSession),
    metrics: owned(records.metricsOfSession),
  };
  if (!dryRun) {
    for (const id of sessions) records.removeSession(id);
    for (const it of mappings) records.removeMapping(it.id);
  }
  return report;
}

function prunableSessions(records: InMemoryRecords, olderThan: Date): ReadonlySet<string> {
  const ended = [...records.sessions.values()].filter((it) => it.endedAt !== null && it.endedAt < olderThan);
  const ids = ended.map((it) => it.id);
  const uses = ids.flatMap((answeredBy) =>
    sessionsAnsweredBy(records, answeredBy).map((sessionId) => ({ answeredBy, sessionId })),
  );
  return new Set(pruneOrder(ids, uses).flat());
}
