import { openSqlTraceStore } from "@waymark/store-sql";
import { ExecutionTraceLogger, type TraceBatch } from "@waymark/trace-core";
import pg from "pg";

import { GeneTrace } from "../data/gene-trace.js";
import type { Benchmark } from "../support/benchmark.js";
import { checkCount } from "../support/bulk-sides.js";
import { logBatches } from "../support/log-batches.js";
import { recordingStore } from "../support/recording-store.js";
import { valueBytes } from "../support/value-bytes.js";

interface Part {
  readonly table: string;
  /** Null for the table itself. */
  readonly index: string | null;
  readonly definition: string | null;
  readonly bytes: string;
}

export const traceSize: Benchmark = {
  name: "trace-size",
  measure:
    "bytes of a mapping with its provenance, including indexes, compared with the bytes of its values as text",
  unit: "bytes/mapping",
  target: null,
  rounds: 1,
  async run(context) {
    const server = await context.postgres();
    const trace = new GeneTrace({ count: context.scaled(200_000) });
    const database = await server.traceDatabase();
    try {
      const written: TraceBatch[] = [];
      const store = await openSqlTraceStore({ url: database.url, poolSize: 2 });
      const logger = new ExecutionTraceLogger(recordingStore(store, written));
      await trace.begin(logger);
      const before = await partsOf(database.url);
      await logBatches(logger, trace.batches());
      await store.close();
      checkCount(
        "mappings",
        written.reduce((sum, it) => sum + (it.mappings?.length ?? 0), 0),
        trace.count,
      );
      const reference =
        written.reduce((sum, it) => sum + valueBytes(it.mappings) + valueBytes(it.provenance), 0) /
        trace.count;
      const parts = (await partsOf(database.url)).map((it, i) => ({
        ...it,
        each: (Number(it.bytes) - Number(before[i]?.bytes ?? 0)) / trace.count,
      }));
      const ours = parts.reduce((sum, it) => sum + it.each, 0);
      return {
        rounds: [{ ours, reference, ratio: ours / reference }],
        notes: parts
          .filter((it) => it.each >= 0.5)
          .map(({ table, index, definition, each }) =>
            index === null
              ? `${each.toFixed(0)} bytes: rows of ${table}`
              : `${each.toFixed(0)} bytes: ${index} on ${table} ${definition ?? ""}`,
          ),
      };
    } finally {
      await database.drop();
    }
  },
};

/** Every table and each of its indexes, with size; always in the same order. */
async function partsOf(url: string): Promise<Part[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Part>(
      `SELECT t.relname::text AS "table", NULL::text AS "index", NULL::text AS definition,
         pg_table_size(t.oid)::text AS bytes
       FROM pg_class t WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace
       UNION ALL
       SELECT t.relname::text, i.relname::text,
         substring(pg_get_indexdef(i.oid) FROM '\\(.*$'), pg_relation_size(i.oid)::text
       FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
       WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace
       ORDER BY 1, 2 NULLS FIRST`,
    );
    return rows;
  } finally {
    await client.end();
  }
}
