import { DEFAULT_STALE_AFTER_MS, type AbandonStaleOptions, type MappingSession } from "@waymark/trace-core";
import { abandonedSession, checkAbandonStale, newestFirst } from "@waymark/trace-core/adapter";
import type { AnyBulkWriteOperation } from "mongodb";

import type { SessionDocument } from "../documents/collections.js";
import { fromSessionDocument } from "../documents/to-document.js";
import type { MongoSession } from "../mongo-session.js";

export async function abandonStale(
  session: MongoSession,
  options: AbandonStaleOptions,
  now: Date,
): Promise<MappingSession[]> {
  checkAbandonStale(options);
  const staleAfterMs = options.staleAfterMs ?? DEFAULT_STALE_AFTER_MS;
  const staleSince = now.getTime() - staleAfterMs;
  const sessions = session.collection("mapping_sessions");
  const running = await sessions.find({ status: "running" }, { session: session.session }).toArray();
  const abandoned: MappingSession[] = [];
  const changes: AnyBulkWriteOperation<SessionDocument>[] = [];
  for (const it of running.map(fromSessionDocument)) {
    const isDead = it.owner !== null && options.isOwnerAlive?.(it.owner) === false;
    if (!isDead && it.heartbeatAt.getTime() > staleSince) continue;
    const after = abandonedSession(it, now, isDead);
    const { status, endedAt, error } = after;
    changes.push({ updateOne: { filter: { _id: it.id }, update: { $set: { status, endedAt, error } } } });
    abandoned.push(after);
  }
  if (changes.length > 0) await sessions.bulkWrite(changes, { session: session.session, ordered: false });
  return abandoned.sort(newestFirst);
}
