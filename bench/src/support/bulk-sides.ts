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
   * Skips the checkpoint before the measurement, and keeps the database, since dropping it forces a checkpoint as well.
   * After a checkpoint, the first change of a page writes the whole page to the log, which would slow down other
   * databases on this server. Default false.
   */
  readonly isQuiet?: boolean;
}

/** Our side of the bulk benchmarks: a new database, and one connection per caller. */
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
  /** Number of mappings in the captured rows. */
  readonly count: number;
  /** Creates a table to copy into, and returns its name. Default: the store's own table. */
  readonly prepare?: (client: pg.Client, table: CapturedTable) => Promise<string>;
}

/** Writes the rows that our store would write by COPY, over one connection and in one transaction. */
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

/** A table with the same columns, but without keys and indexes. For `copySide`. */
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
