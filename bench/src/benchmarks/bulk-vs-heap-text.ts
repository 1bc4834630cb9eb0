import { GeneTrace } from "../data/gene-trace.js";
import type { Benchmark } from "../support/benchmark.js";
import { bareTable, copySide, loggingSide } from "../support/bulk-sides.js";
import { captureTrace } from "../support/captured-tables.js";
import { compare } from "../support/compare.js";

export const bulkVsHeapText: Benchmark = {
  name: "bulk-vs-heap-text",
  measure:
    "logEntityMappings in batches of 5,000, compared with raw COPY of text, its default format, into bare tables",
  unit: "mappings/s",
  target: 0.25,
  rounds: 5,
  async run(context) {
    const server = await context.postgres();
    const trace = new GeneTrace({ count: context.scaled(100_000) });
    const captured = await captureTrace(server, trace, "text");
    const rounds = await compare(context, {
      ours: loggingSide(server, trace),
      reference: copySide(server, { captured, count: trace.count, prepare: bareTable }),
    });
    return { rounds };
  },
};
