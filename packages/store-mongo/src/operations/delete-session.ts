import type { MongoSessionManager } from "../mongo-session-manager.js";
import { SessionRemoval } from "./session-removal.js";

/**
 * Removes a session with all that it owns; false when there is none. One that is larger than one transaction may be goes in
 * several, its answers first and itself last.
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
