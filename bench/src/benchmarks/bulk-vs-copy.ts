import { GeneTrace } from "../data/gene-trace.js";
import type { Benchmark } from "../support/benchmark.js";
import { copySide, loggingSide } from "../support/bulk-sides.js";
import { captureTrace } from "../support/captured-tables.js";
import { compare } from "../support/compare.js";

export const bulkVsCopy: Benchmark = {
  name: "bulk-vs-copy",
  measure:
    "logEntityMappings in batches of 5,000, compared with raw COPY of the same rows into the same tables",
  unit: "mappings/s",
  target: 0.8,
  rounds: 5,
  async run(context) {
    const server = await context.postgres();
    const trace = new GeneTrace({ count: context.scaled(100_000) });
    const captured = await captureTrace(server, trace);
    const rounds = await compare(context, {
      ours: loggingSide(server, trace),
      reference: copySide(server, { captured, count: trace.count }),
    });
    return { rounds };
  },
};
