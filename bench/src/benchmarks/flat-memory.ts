import { fileURLToPath } from "node:url";

import type { PostgresServer } from "../servers/postgres.js";
import type { Benchmark, Round } from "../support/benchmark.js";
import { checkCount } from "../support/bulk-sides.js";
import { runNode } from "../support/node-process.js";

const HEAP_MB = 256;

interface RunReport {
  readonly mapped: number;
  readonly seconds: number;
  readonly peakMb: number;
}

export const flatMemory: Benchmark = {
  name: "flat-memory",
  measure: `peak memory of streamMapping: 500,000 identifiers relative to 5,000,000; heap ${HEAP_MB} MB`,
  unit: "MB",
  target: 0.85,
  rounds: 1,
  isGrowth: true,
  async run(context) {
    const server = await context.postgres();
    const [few, many] = [context.scaled(500_000), context.scaled(5_000_000)];
    const rounds: Round[] = [];
    const notes: string[] = [];
    for (let number = 1; number <= context.rounds; number++) {
      const small = await mapInChild(server, few);
      const large = await mapInChild(server, many);
      rounds.push({
        ours: large.peakMb,
        reference: small.peakMb,
        ratio: small.peakMb / large.peakMb,
      });
      for (const { mapped, seconds, peakMb } of [small, large])
        notes.push(`${mapped} identifiers in ${seconds.toFixed(0)} s, peak ${peakMb.toFixed(0)} MB`);
    }
    return { rounds, notes };
  },
};

async function mapInChild(server: PostgresServer, count: number): Promise<RunReport> {
  const database = await server.traceDatabase();
  const program = fileURLToPath(new URL("flat-memory-run.js", import.meta.url));
  const args = [`--max-old-space-size=${HEAP_MB}`, program, database.url, String(count)];
  try {
    const report = JSON.parse(await runNode(args)) as RunReport;
    checkCount("targets", report.mapped, count);
    return report;
  } finally {
    await database.drop();
  }
}
