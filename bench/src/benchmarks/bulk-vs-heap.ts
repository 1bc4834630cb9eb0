import type { Benchmark } from "../support/benchmark.js";
import { bareTable } from "../support/bulk-sides.js";
import { compareWithCopy } from "../support/compare-with-copy.js";

export const bulkVsHeap: Benchmark = {
  name: "bulk-vs-heap",
  measure:
    "logEntityMappings in batches of 5,000, compared with raw binary COPY into bare tables without keys and indexes",
  unit: "mappings/s",
  target: 0.25,
  rounds: 5,
  async run(context) {
    return { rounds: await compareWithCopy(context, { prepare: bareTable }) };
  },
};
