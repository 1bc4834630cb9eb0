import { SessionNotFoundError, type MappingSessionStatus } from "@waymark/trace-core";

import type { MongoSession } from "../mongo-session.js";
import { getSession } from "./get-session.js";

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
