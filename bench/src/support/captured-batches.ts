import { openSqlTraceStore } from "@waymark/store-sql";
import { ExecutionTraceLogger } from "@waymark/trace-core";
import pg from "pg";

import type { GeneTrace } from "../data/gene-trace.js";
import type { PostgresServer } from "../servers/postgres.js";
import { captureTables, type CapturedTable } from "./captured-tables.js";

export type RowObject = Record<string, unknown>;

/** The rows of one batch by table; each table comes after those that it refers to. */
export type BatchRows = readonly (readonly [table: string, rows: RowObject[]])[];

export interface CapturedBatches {
  /** Rows that have to exist before the batches. */
  readonly before: readonly CapturedTable[];
  readonly batches: readonly BatchRows[];
}

/** Like `captureTrace`, but batch by batch, with values as the driver reads and writes them. */
export async function captureBatches(server: PostgresServer, trace: GeneTrace): Promise<CapturedBatches> {
  const database = await server.traceDatabase();
  const store = await openSqlTraceStore({ url: database.url, poolSize: 2 });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const logger = new ExecutionTraceLogger(store);
    await trace.begin(logger);
    const before = await captureTables(database.url);
    const known = new Set(before.map((it) => it.name));
    const batches: BatchRows[] = [];
    for (const { mappings, provenance } of trace.batches()) {
      await logger.logEntityMappings(mappings, provenance);
      const batch: [string, RowObject[]][] = [];
      for (const { name } of await captureTables(database.url)) {
        if (known.has(name)) continue;
        const { rows } = await client.query<RowObject>(`SELECT * FROM ${client.escapeIdentifier(name)}`);
        batch.push([name, rows]);
      }
      const names = batch.map(([name]) => client.escapeIdentifier(name));
      await client.query(`TRUNCATE ${names.join(", ")}`);
      batches.push(batch);
    }
    return { before, batches };
  } finally {
    await client.end();
    await store.close();
    await database.drop();
  }
}
