import { canonicalJson, compareBytes, SessionNotFoundError, type SessionEnd } from "@waymark/trace-core";
import { applySessionEnd } from "@waymark/trace-core/adapter";

import type { SqlSession } from "../../sql-session.js";
import { lockSession } from "../lock-session.js";

/** Ends sessions by compare-and-set, one by one, since a batch rarely ends more than one. */
export async function endSessions(session: SqlSession, ends: readonly SessionEnd[]): Promise<void> {
  const { dialect } = session;
  for (const end of [...ends].sort((a, b) => compareBytes(a.sessionId, b.sessionId))) {
    const current = await lockSession(session, end.sessionId);
    if (current === undefined) throw new SessionNotFoundError(end.sessionId);
    const ended = applySessionEnd(current, end);
    if (ended === current || ended.endedAt === null) continue;
    await session.execute(
      `UPDATE ${session.table("mapping_session")} SET "status" = $2, "ended_at" = ${dialect.instantParameter("$3")},
         "input_count" = $4, "result_count" = $5, "error" = $6 WHERE "id" = $1`,
      [
        ended.id,
        ended.status,
        dialect.instant(ended.endedAt),
        ended.inputCount,
        ended.resultCount,
        ended.error && canonicalJson(ended.error),
      ],
    );
  }
}
