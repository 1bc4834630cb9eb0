import { isWaymarkError } from "@waymark/trace-core";
import type { PreparedBatch } from "@waymark/trace-core/adapter";

import type { SqlSessionManager } from "../sql-session-manager.js";
import { writeBatch } from "./write-batch.js";

/**
 * How long a transaction whose work is done holds its locks for one that is to commit first, in ms. That one may be waiting
 * for these very locks, by way of another process even, which no database can see.
 */
const PATIENCE_MS = 1_000;

/**
 * Does the work of a batch at once and commits it after `earlier` has settled. False when that could not be done, after
 * `earlier` all the same: the batch may refer to what the earlier transaction writes, or be in its way.
 */
export async function writeAfter(
  manager: SqlSessionManager,
  batch: PreparedBatch,
  earlier: Promise<unknown>,
): Promise<boolean> {
  const session = await manager.getSession();
  let timer: NodeJS.Timeout | undefined;
  const settled = earlier.then(
    () => true,
    () => true,
  );
  try {
    await session.begin("write");
    await writeBatch(session, batch, true);
    const isItsTurn = await Promise.race([
      settled,
      new Promise<false>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS, false))),
    ]);
    if (isItsTurn) {
      await session.commit();
      return true;
    }
  } catch (error) {
    // What is wrong with it, if anything, the next attempt will tell; and what is not known to be written is written again.
    if (!isWaymarkError(error)) throw error;
  } finally {
    clearTimeout(timer);
    await session.release();
  }
  await settled;
  return false;
}
