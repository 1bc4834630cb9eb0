import { openSqlTraceStore } from "@waymark/store-sql";
import { ExecutionTraceLogger } from "@waymark/trace-core";
import pg from "pg";

import type { GeneTrace } from "../data/gene-trace.js";
import type { PostgresServer } from "../servers/postgres.js";
import { copyInto, type CapturedTable, type CapturedTrace } from "./captured-tables.js";
import type { Side } from "./compare.js";
import { CALLERS, logBatches } from "./log-batches.js";

export interface LoggingSideOptions {
  /**
   * Neither asks for a checkpoint nor drops the database, which asks for one, too: it goes with the server. After a
   * checkpoint every page is written to the log as a whole once, on which other databases would spend their time.
   * Default false.
   */
  readonly isQuiet?: boolean;
}

/** Our side of the bulk benchmarks: a fresh database, and as many connections as callers. */
export function loggingSide(
  server: PostgresServer,
  trace: GeneTrace,
  { isQuiet = false }: LoggingSideOptions = {},
): Side {
  const batches = [...trace.batches()];
  return async () => {
    const database = await server.traceDatabase();
    const store = await openSqlTraceStore({ url: database.url, poolSize: CALLERS });
    const logger = new ExecutionTraceLogger(store);
    await trace.begin(logger);
    if (!isQuiet) await server.checkpoint();
    return {
      run: async () => {
        await logBatches(logger, batches);
        return trace.count;
      },
      dispose: async () => {
        const { mappings, provenance } = await store.countRecords();
        await logger.close();
        await store.close();
        if (!isQuiet) await database.drop();
        checkCount("mappings", mappings, trace.count);
        checkCount("provenance", provenance, trace.count);
      },
    };
  };
}

export interface CopySideOptions {
  readonly captured: CapturedTrace;
  /** Mappings that the captured rows are. */
  readonly count: number;
  /** Makes the tables to copy into, and says what they are called. Default: those of the store. */
  readonly prepare?: (client: pg.Client, table: CapturedTable) => Promise<string>;
}

/** The rows that our store would write, by COPY over one connection, in one transaction. */
export function copySide(server: PostgresServer, options: CopySideOptions): Side {
  const { captured, count, prepare = (_client, table) => Promise.resolve(table.name) } = options;
  return async () => {
    const database = await server.traceDatabase();
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    for (const table of captured.before) await copyInto(client, table);
    const targets: (readonly [CapturedTable, string])[] = [];
    for (const table of captured.logged) targets.push([table, await prepare(client, table)]);
    await server.checkpoint();
    return {
      run: async () => {
        await client.query("BEGIN");
        for (const [table, name] of targets) await copyInto(client, table, name);
        await client.query("COMMIT");
        return count;
      },
      dispose: async () => {
        const found: (readonly [string, number, number])[] = [];
        for (const [table, name] of targets) {
          const { rows } = await client.query<{ count: string }>(
            `SELECT count(*) FROM ${client.escapeIdentifier(name)}`,
          );
          found.push([name, Number(rows[0]?.count), table.rows]);
        }
        await client.end();
        await database.drop();
        for (const [name, rows, expected] of found) checkCount(name, rows, expected);
      },
    };
  };
}

/** Columns and their types, and nothing else: no key, no index. For `copySide`. */
export async function bareTable(client: pg.Client, { name }: CapturedTable): Promise<string> {
  const bare = `bare_${name}`;
  await client.query(
    `CREATE TABLE ${client.escapeIdentifier(bare)} AS TABLE ${client.escapeIdentifier(name)} WITH NO DATA`,
  );
  return bare;
}

export function checkCount(what: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`${found} ${what} were written instead of ${expected}`);
}
