import type { SqlSession } from "../sql-session.js";
import { SessionRemoval } from "./session-removal.js";

/** Removes a session with all its records, in one transaction; false if there is none. */
export async function deleteSession(session: SqlSession, id: string): Promise<boolean> {
  const removal = new SessionRemoval(session, Number.POSITIVE_INFINITY);
  await removal.run([id], () => true);
  return removal.removed.sessions > 0;
}
