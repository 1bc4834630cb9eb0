import { isWaymarkError } from "@waymark/trace-core";
import type { PreparedBatch } from "@waymark/trace-core/adapter";

import type { SqlSession } from "../../sql-session.js";
import type { SqlSessionManager } from "../../sql-session-manager.js";
import { writeBatch } from "./write-batch.js";

/** How often a finished transaction checks whether another one waits for it, in ms. */
const LOOK_MS = 200;

/**
 * Writes a batch immediately, but commits it only after `earlier` has settled. If that fails, for example because the
 * batch refers to records of the earlier transaction, or holds locks that it needs, it is rolled back, and false is
 * returned once `earlier` has settled.
 */
export async function writeAfter(
  manager: SqlSessionManager,
  batch: PreparedBatch,
  earlier: Promise<unknown>,
): Promise<boolean> {
  const settled = earlier.then(
    () => true,
    () => true,
  );
  const session = await manager.getSession();
  try {
    await session.begin("write");
    await writeBatch(session, batch, true);
    if (await isItsTurn(session, settled)) {
      await session.commit();
      return true;
    }
  } catch (error) {
    // The next attempt throws anything that is wrong with the batch, and repeats a commit whose outcome is unknown.
    if (!isWaymarkError(error)) throw error;
  } finally {
    await session.release();
  }
  await settled;
  return false;
}

/**
 * Waits until the earlier write has settled. That may itself be waiting for a lock of this transaction, even through
 * another process: a deadlock that the database cannot detect. So if any transaction waits for this one, returns false,
 * and this one must give way.
 */
async function isItsTurn(session: SqlSession, settled: Promise<boolean>): Promise<boolean> {
  const { waitedFor } = session.dialect;
  for (;;) {
    let timer: NodeJS.Timeout | undefined;
    const pause = new Promise<false>((resolve) => (timer = setTimeout(resolve, LOOK_MS, false)));
    const isOver = await Promise.race([settled, pause]);
    clearTimeout(timer);
    if (isOver || waitedFor === null) return isOver;
    const [row] = await session.query<{ waited_for: boolean }>(waitedFor);
    if (row?.waited_for === true) return false;
  }
}
