import type { PreparedBatch } from "../adapter/batch/prepare-batch.js";
import type { TraceBatch } from "../records/trace-batch.js";

/** The sessions that a batch is about. */
export function sessionsOf(batch: PreparedBatch): string[] {
  const ids = new Set<string>();
  for (const it of batch.sessionStarts) ids.add(it.id);
  for (const it of batch.sessionEnds) ids.add(it.sessionId);
  for (const kind of ["pathExecutions", "provenance", "outcomes", "metrics"] as const) {
    for (const it of batch[kind]) ids.add(it.sessionId);
  }
  return [...ids];
}

/** The batch, with no session ending before `startedAt`. */
export function endingFrom(startedAt: Date, batch: PreparedBatch): TraceBatch {
  if (batch.sessionEnds.every((it) => it.endedAt >= startedAt)) return batch;
  return { ...batch, sessionEnds: batch.sessionEnds.map((it) => ({ ...it, endedAt: startedAt })) };
}
