import { openSqlTraceStore, type OwnedSqlTraceStore } from "@waymark/store-sql";
import { ExecutionTraceLogger } from "@waymark/trace-core";

import { GeneTrace } from "../data/gene-trace.js";
import type { PostgresDatabase } from "../servers/postgres.js";
import type { Benchmark } from "../support/benchmark.js";
import { checkCount } from "../support/bulk-sides.js";
import { compare } from "../support/compare.js";
import { CALLERS, logBatches } from "../support/log-batches.js";

interface Opened {
  readonly database: PostgresDatabase;
  readonly store: OwnedSqlTraceStore;
  readonly logger: ExecutionTraceLogger;
}

export const rerunVsFirst: Benchmark = {
  name: "rerun-vs-first",
  measure: "logging the same mappings again from a new session, compared with the first time",
  unit: "mappings/s",
  target: 0.5,
  rounds: 3,
  async run(context) {
    const server = await context.postgres();
    const count = context.scaled(200_000);
    let opened: Opened | undefined;
    const logging = async ({ logger }: Opened, session: number): Promise<() => Promise<number>> => {
      const trace = new GeneTrace({ session, count });
      await trace.begin(logger);
      const batches = [...trace.batches()];
      await server.checkpoint();
      return async () => {
        await logBatches(logger, batches);
        return count;
      };
    };
    const rounds = await compare(context, {
      isReferenceFirst: true,
      reference: async () => {
        const database = await server.traceDatabase();
        const store = await openSqlTraceStore({ url: database.url, poolSize: CALLERS });
        opened = { database, store, logger: new ExecutionTraceLogger(store) };
        return { run: await logging(opened, 1) };
      },
      ours: async () => {
        if (opened === undefined) throw new Error("nothing was logged the first time");
        const { database, store, logger } = opened;
        return {
          run: await logging(opened, 2),
          dispose: async () => {
            const found = await store.countRecords();
            await logger.close();
            await store.close();
            await database.drop();
            checkCount("mappings", found.mappings, count);
            checkCount("provenance", found.provenance, 2 * count);
          },
        };
      },
    });
    return { rounds };
  },
};
