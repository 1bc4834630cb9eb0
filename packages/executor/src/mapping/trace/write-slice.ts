import { isWaymarkError, MAX_BATCH_RECORDS, type ExecutionTraceLogger } from "@waymark/trace-core";

import { sliceBatchSize, type SliceBatch } from "./slice-batch.js";

/**
 * Writes a slice in one transaction. If it exceeds the bounds of a batch, it is split in the order of its kinds,
 * outcomes last, so that an answer never exists without the records it rests on.
 */
export async function writeSlice(logger: ExecutionTraceLogger, batch: SliceBatch): Promise<void> {
  const size = sliceBatchSize(batch);
  if (size === 0) return;
  if (size <= MAX_BATCH_RECORDS) {
    try {
      await logger.logWholeBatch(batch);
      return;
    } catch (error) {
      if (size < 2 || !isWaymarkError(error, "batch-too-large")) throw error;
    }
  }
  const half = Math.ceil(size / 2);
  await writeSlice(logger, part(batch, 0, half));
  await writeSlice(logger, part(batch, half, size));
}

/** The records from `start` to `end`, counted through all kinds. */
function part(batch: SliceBatch, start: number, end: number): SliceBatch {
  let offset = 0;
  const cut = <T>(records: readonly T[]): readonly T[] => {
    const from = Math.max(0, start - offset);
    const to = Math.max(0, end - offset);
    offset += records.length;
    return records.slice(from, to);
  };
  return {
    pathExecutions: cut(batch.pathExecutions),
    mappings: cut(batch.mappings),
    provenance: cut(batch.provenance),
    outcomes: cut(batch.outcomes),
  };
}
