import {
  compareBytes,
  DEFAULT_STALE_AFTER_MS,
  SessionNotFoundError,
  SessionStatusConflictError,
  type AbandonStaleOptions,
  type MappingSession,
  type MappingSessionStatus,
  type SessionOwner,
} from "@waymark/trace-core";
import { abandonedSession, checkAbandonStale, checkReopening } from "@waymark/trace-core/adapter";

import { fromSessionDocument, toSessionDocument } from "../documents/to-document.js";
import type { MongoSession } from "../mongo-session.js";

export async function getSession(session: MongoSession, id: string): Promise<MappingSession | undefined> {
  const found = await session
    .collection("mapping_sessions")
    .findOne({ _id: id }, { session: session.session });
  return found === null ? undefined : fromSessionDocument(found);
}

export async function heartbeat(session: MongoSession, id: string, now: Date): Promise<MappingSessionStatus> {
  const current = await getSession(session, id);
  if (current === undefined) throw new SessionNotFoundError(id);
  if (current.status === "running") {
    const options = { session: session.session };
    await session
      .collection("mapping_sessions")
      .updateOne({ _id: id }, { $max: { heartbeatAt: now } }, options);
  }
  return current.status;
}

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
  return abandoned.sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime() || compareBytes(b.id, a.id));
}

export async function reopenSession(
  session: MongoSession,
  id: string,
  expectedStatus: "abandoned" | "cancelled",
  owner: SessionOwner | null,
  now: Date,
): Promise<MappingSession> {
  checkReopening(expectedStatus, owner);
  const current = await getSession(session, id);
  if (current === undefined) throw new SessionNotFoundError(id);
  if (current.status !== expectedStatus)
    throw new SessionStatusConflictError(id, current.status, expectedStatus);
  const reopened: MappingSession = {
    ...current,
    status: "running",
    endedAt: null,
    error: null,
    heartbeatAt: now,
    owner,
  };
  const { _id, ...fields } = toSessionDocument(reopened);
  await session
    .collection("mapping_sessions")
    .updateOne({ _id }, { $set: fields }, { session: session.session });
  return reopened;
}
