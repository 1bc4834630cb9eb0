import type { MongoSessionManager } from "../mongo-session-manager.js";
import { SessionRemoval } from "./session-removal.js";

/**
 * Removes a session with all its records; false if there is none. One that is too large for one transaction is removed
 * in several, its outcomes first and the session itself last.
 */
export async function deleteSession(manager: MongoSessionManager, id: string): Promise<boolean> {
  for (;;) {
    const { isLast, removed } = await manager.withSession(async (session) => {
      const removal = new SessionRemoval(session);
      const isOver = await removal.run([id], () => true);
      return { isLast: isOver, removed: removal.removed.sessions };
    });
    if (isLast) return removed > 0;
  }
}
