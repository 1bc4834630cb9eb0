import type { ExecutionTraceLogger } from "@waymark/trace-core";

import type { MappingBatch } from "../data/gene-trace.js";

/** Number of concurrent callers in the benchmarks of bulk writes. */
export const CALLERS = 2;

/** Logs all batches; each caller takes the next one as soon as its previous one is committed. */
export async function logBatches(
  logger: ExecutionTraceLogger,
  batches: Iterable<MappingBatch>,
  callers = CALLERS,
): Promise<void> {
  await eachBatch(batches, callers, async ({ mappings, provenance }) => {
    await logger.logEntityMappings(mappings, provenance);
  });
}

/** Processes all batches with this many concurrent callers. */
export async function eachBatch<T>(
  batches: Iterable<T>,
  callers: number,
  work: (batch: T) => Promise<void>,
): Promise<void> {
  const waiting = batches[Symbol.iterator]();
  const caller = async (): Promise<void> => {
    for (let next = waiting.next(); next.done !== true; next = waiting.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: callers }, caller));
}
