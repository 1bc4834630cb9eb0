import { ExecutionTraceLogger } from "@waymark/trace-core";

import { GeneTrace } from "../data/gene-trace.js";
import type { Benchmark } from "../support/benchmark.js";
import { loggingSide } from "../support/bulk-sides.js";
import { compare } from "../support/compare.js";
import { grownStore } from "../support/grown-store.js";
import { logBatches } from "../support/log-batches.js";

export const growthWrite: Benchmark = {
  name: "growth-write",
  measure: "logEntityMappings at 10,000,000 mappings, compared with the first 100,000",
  unit: "mappings/s",
  target: 0.75,
  rounds: 5,
  isGrowth: true,
  async run(context) {
    const server = await context.postgres();
    const grown = await grownStore(context);
    const logger = new ExecutionTraceLogger(grown.pooled.store);
    const count = context.scaled(100_000);
    let more = 0;
    const rounds = await compare(context, {
      ours: async () => {
        const first = grown.size + more * count;
        const trace = new GeneTrace({ session: grown.sessions + ++more, first, count });
        await trace.begin(logger);
        const batches = [...trace.batches()];
        return {
          run: async () => {
            await logBatches(logger, batches);
            return count;
          },
        };
      },
      reference: loggingSide(server, new GeneTrace({ count }), { isQuiet: true }),
    });
    return { rounds, series: grown.series };
  },
};
