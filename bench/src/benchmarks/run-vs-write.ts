import { deserialize, serialize } from "node:v8";

import { MappingExecutor } from "@waymark/executor";
import { openSqlTraceStore } from "@waymark/store-sql";
import type { TraceBatch, TraceStore } from "@waymark/trace-core";
import { prepareBatch } from "@waymark/trace-core/adapter";

import { RUN_SOURCE_TYPE, RUN_TARGET_TYPE } from "../data/gene-catalog.js";
import { ensemblGene } from "../data/identifiers.js";
import { tableCatalog } from "../data/table-catalog.js";
import type { PostgresServer } from "../servers/postgres.js";
import type { Benchmark } from "../support/benchmark.js";
import { checkCount } from "../support/bulk-sides.js";
import { compare, type Side } from "../support/compare.js";
import { recordingStore } from "../support/recording-store.js";

export const runVsWrite: Benchmark = {
  name: "run-vs-write",
  measure: "streamMapping over three table hops, compared with writing the same records through store.write",
  unit: "identifiers/s",
  target: 0.75,
  rounds: 3,
  async run(context) {
    const server = await context.postgres();
    const count = context.scaled(200_000);
    const map = await mappingRun(count);
    const records = await recordsOf(server, map, count);
    const rounds = await compare(context, {
      ours: storeSide(server, map),
      // Written to a new database, so that session and records can be the same.
      reference: async () => {
        const batches = records.map((it) => prepareBatch(deserialize(it) as TraceBatch));
        const write = storeSide(server, async (store) => {
          for (const batch of batches) await store.write(batch);
          return count;
        });
        return write();
      },
    });
    return { rounds };
  },
};

/**
 * The batches that a run writes. They are serialised, so that they are outside the heap while the run is measured:
 * otherwise, the garbage collector would have to traverse them during the run.
 */
async function recordsOf(
  server: PostgresServer,
  map: (store: TraceStore) => Promise<number>,
  count: number,
): Promise<Buffer[]> {
  const batches: TraceBatch[] = [];
  const recorded = await storeSide(server, (store) => map(recordingStore(store, batches)))();
  try {
    await recorded.run();
  } finally {
    await recorded.dispose?.();
  }
  checkCount(
    "outcomes",
    batches.reduce((sum, it) => sum + (it.outcomes?.length ?? 0), 0),
    count,
  );
  return batches.map((it) => serialize(it));
}

/** A function that maps identifiers over three tables. */
async function mappingRun(count: number): Promise<(store: TraceStore) => Promise<number>> {
  const identifiers = Array.from({ length: count }, (_, i) => ensemblGene(i));
  const catalog = await tableCatalog(count);
  return async (store) => {
    const executor = new MappingExecutor({ catalog, store });
    const request = { sourceType: RUN_SOURCE_TYPE, targetType: RUN_TARGET_TYPE, identifiers };
    let mapped = 0;
    for await (const { targets } of executor.streamMapping(request)) mapped += targets.length;
    checkCount("targets", mapped, count);
    return count;
  };
}

function storeSide(server: PostgresServer, work: (store: TraceStore) => Promise<number>): Side {
  return async () => {
    const database = await server.traceDatabase();
    const store = await openSqlTraceStore({ url: database.url });
    await server.checkpoint();
    return {
      run: () => work(store),
      dispose: async () => {
        await store.close();
        await database.drop();
      },
    };
  };
}
