import { SessionNotFoundError, type MappingSessionStatus } from "@waymark/trace-core";

import type { SqlSession } from "../sql-session.js";
import { getSession } from "./get-session.js";
import { isUuid } from "./is-uuid.js";

export async function heartbeat(session: SqlSession, id: string): Promise<MappingSessionStatus> {
  const { dialect } = session;
  const beaten = isUuid(id)
    ? await session.execute(
        `UPDATE ${session.table("mapping_session")}
         SET "heartbeat_at" = ${dialect.greatest('"heartbeat_at"', dialect.now)}
         WHERE "id" = $1 AND "status" = 'running'`,
        [id],
      )
    : 0;
  if (beaten > 0) return "running";
  const current = await getSession(session, id);
  if (current === undefined) throw new SessionNotFoundError(id);
  return current.status;
}
