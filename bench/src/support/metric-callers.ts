import { ExecutionTraceLogger } from "@waymark/trace-core";

import { GeneTrace } from "../data/gene-trace.js";
import type { BenchContext, Round } from "./benchmark.js";
import { compare } from "./compare.js";
import { eachBatch } from "./log-batches.js";
import { captureMetrics, insertAlone, metricInput } from "./metric-tuples.js";
import { pooledStore } from "./pooled-store.js";

export interface MetricCallers {
  /** Number of concurrent callers; each logs its next metric when its previous one is committed. */
  readonly callers: number;
  /** Number of metrics in one measurement, over all callers. */
  readonly calls: number;
}

/**
 * Compares callers of `logExecutionMetric` with as many that BEGIN, INSERT, COMMIT, on one pool of 10 and one table.
 */
export async function compareMetricCallers(
  context: BenchContext,
  { callers, calls }: MetricCallers,
): Promise<Round[]> {
  const server = await context.postgres();
  const pooled = await pooledStore(server);
  const { store, pool } = pooled;
  const logger = new ExecutionTraceLogger(store);
  try {
    const trace = new GeneTrace({ count: 1 });
    await trace.begin(logger);
    const { insert, tuples } = await captureMetrics(
      pool,
      logger,
      trace.sessionId,
      calls * (context.rounds + 1),
    );
    let taken = 0;
    return await compare(context, {
      ours: async () => {
        const inputs = Array.from({ length: calls }, (_, i) => metricInput(trace.sessionId, i));
        return {
          run: async () => {
            await eachBatch(inputs, callers, async (input) => {
              await logger.logExecutionMetric(input);
            });
            return calls;
          },
        };
      },
      reference: async () => {
        const own = tuples.slice(taken, (taken += calls));
        return {
          run: async () => {
            await eachBatch(own, callers, (tuple) => insertAlone(pool, insert, tuple));
            return own.length;
          },
        };
      },
    });
  } finally {
    await logger.close();
    await pooled.dispose();
  }
}
