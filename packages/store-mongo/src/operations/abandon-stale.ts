import { DEFAULT_STALE_AFTER_MS, type AbandonStaleOptions, type MappingSession } from "@waymark/trace-core";
import { abandonedSession, checkAbandonStale, newestFirst } from "@waymark/trace-core/adapter";

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
  for (const it of running.map(fromSessionDocument)) {
    const isDead = it.owner !== null && options.isOwnerAlive?.(it.owner) === false;
    if (!isDead && it.heartbeatAt.getTime() > staleSince) continue;
    const after = abandonedSession(it, now, isDead);
    const { status, endedAt, error } = after;
    await sessions.updateOne(
      { _id: it.id },
      { $set: { status, endedAt, error } },
      { session: session.session },
    );
    abandoned.push(after);
  }
  return abandoned.sort(newestFirst);
}
