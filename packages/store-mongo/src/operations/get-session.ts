import type { MappingSession } from "@waymark/trace-core";

import { fromSessionDocument } from "../documents/to-document.js";
import type { MongoSession } from "../mongo-session.js";

export async function getSession(session: MongoSession, id: string): Promise<MappingSession | undefined> {
  const found = await session
    .collection("mapping_sessions")
    .findOne({ _id: id }, { session: session.session });
  return found === null ? undefined : fromSessionDocument(found);
}
