import { ExecutionTraceLogger } from "@waymark/trace-core";

import { GeneTrace } from "../data/gene-trace.js";
import { ensemblGene } from "../data/identifiers.js";
import type { BenchContext, Benchmark } from "../support/benchmark.js";
import { compare, type Side } from "../support/compare.js";
import { SESSION_SIZE, settle } from "../support/fill-store.js";
import { grownStore, youngStore } from "../support/grown-store.js";
import type { PooledStore } from "../support/pooled-store.js";
import { eachBatch } from "../support/log-batches.js";
import { runCommand } from "../support/waymark-command.js";

/** Commands per measurement. */
const CALLS = 5;

export const growthExplain: Benchmark = {
  name: "growth-explain",
  measure:
    "`waymark explain`, as a whole process, at 10,000,000 mappings and answers, compared with the first 100,000",
  unit: "commands/s",
  target: 0.8,
  rounds: 5,
  isGrowth: true,
  async run(context) {
    const grown = await grownStore(context);
    const young = await youngStore(context);
    try {
      await logAnswers(context, young, young.size);
      await logAnswers(context, grown.pooled, grown.size);
      const rounds = await compare(context, {
        ours: explainingSide(grown.pooled, grown.size),
        reference: explainingSide(young, young.size),
      });
      const slowest = Math.max(...rounds.map((it) => 1 / it.ours));
      return {
        rounds,
        notes: [`${slowest.toFixed(2)} s a command at ${grown.size} mappings in the slowest round`],
      };
    } finally {
      await young.dispose();
    }
  },
};

/** Logs the answers that belong to the mappings of a filled store. */
async function logAnswers(
  { tell }: BenchContext,
  { store, pool }: PooledStore,
  count: number,
): Promise<void> {
  const logger = new ExecutionTraceLogger(store);
  for (let first = 0, session = 1; first < count; first += SESSION_SIZE, session++) {
    const trace = new GeneTrace({ session, first, count: Math.min(SESSION_SIZE, count - first) });
    await eachBatch(trace.outcomes(), 2, async (batch) => {
      await logger.logIdentifierOutcomes(batch);
    });
    tell(`${(first + trace.count).toLocaleString("en")} answers are there`);
  }
  await settle(pool);
}

/** Explains identifiers from the whole store, different ones in every measurement. */
function explainingSide({ url }: PooledStore, size: number): Side {
  let asked = 0;
  return async () => ({
    run: async () => {
      for (let i = 0; i < CALLS; i++) {
        const identifier = ensemblGene((++asked * 7_919_993) % size);
        const { output } = await runCommand(["explain", identifier, "--store", url]);
        if (!output.includes("UNIPROTKB_AC")) throw new Error(`nothing was told of ${identifier}`);
      }
      return CALLS;
    },
  });
}
