import { isWaymarkError } from "@waymark/trace-core";
import type { PreparedBatch } from "@waymark/trace-core/adapter";

import type { SqlSession } from "../../sql-session.js";
import type { SqlSessionManager } from "../../sql-session-manager.js";
import { writeBatch } from "./write-batch.js";

/** How often a transaction whose work is done looks whether anybody waits for it, in ms. */
const LOOK_MS = 200;

/**
 * Does the work of a batch at once and commits it after `earlier` has settled. False when that could not be done, after
 * `earlier` all the same: the batch may refer to what the earlier transaction writes, or be in its way.
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
    // What is wrong with it, if anything, the next attempt will tell; and what is not known to be written is written again.
    if (!isWaymarkError(error)) throw error;
  } finally {
    await session.release();
  }
  await settled;
  return false;
}

/**
 * Waits until the earlier one has settled, which may itself be waiting for what this one has locked, by way of another
 * process even: no database sees that it cannot end. False when anybody waits, and this one has to make room.
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
