import { GeneTrace } from "../data/gene-trace.js";
import type { Benchmark } from "../support/benchmark.js";
import { loggingSide } from "../support/bulk-sides.js";
import { captureBatches } from "../support/captured-batches.js";
import { compare } from "../support/compare.js";
import { ormSide } from "../support/orm-side.js";

export const bulkVsOrm: Benchmark = {
  name: "bulk-vs-orm",
  measure: "logEntityMappings in batches of 5,000, compared with TypeORM save() of the same batches",
  unit: "mappings/s",
  target: 6,
  rounds: 5,
  async run(context) {
    const server = await context.postgres();
    const trace = new GeneTrace({ count: context.scaled(20_000) });
    const captured = await captureBatches(server, trace);
    const rounds = await compare(context, {
      ours: loggingSide(server, trace),
      reference: ormSide(server, captured, trace.count),
    });
    return { rounds };
  },
};
