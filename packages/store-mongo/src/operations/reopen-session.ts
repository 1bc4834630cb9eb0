import {
  SessionNotFoundError,
  SessionStatusConflictError,
  type MappingSession,
  type SessionOwner,
} from "@waymark/trace-core";
import { checkReopening } from "@waymark/trace-core/adapter";

import { toSessionDocument } from "../documents/to-document.js";
import type { MongoSession } from "../mongo-session.js";
import { getSession } from "./get-session.js";

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
