import type { Benchmark } from "../support/benchmark.js";
import { compareWithCopy } from "../support/compare-with-copy.js";

export const bulkVsCopy: Benchmark = {
  name: "bulk-vs-copy",
  measure:
    "logEntityMappings in batches of 5,000, compared with raw COPY of the same rows into the same tables",
  unit: "mappings/s",
  target: 0.8,
  rounds: 5,
  async run(context) {
    return { rounds: await compareWithCopy(context) };
  },
};
