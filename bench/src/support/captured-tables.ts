import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { openSqlTraceStore } from "@waymark/store-sql";
import { ExecutionTraceLogger } from "@waymark/trace-core";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";

import type { GeneTrace } from "../data/gene-trace.js";
import type { PostgresServer } from "../servers/postgres.js";
import { logBatches } from "./log-batches.js";

/** Formats of COPY: binary is the cheapest for the server, text is the default. */
export type CopyFormat = "binary" | "text";

/** The rows of a table in the format of COPY. */
export interface CapturedTable {
  readonly name: string;
  readonly format: CopyFormat;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly chunks: readonly Buffer[];
}

export interface CapturedTrace {
  /** Rows that have to exist before the batches: the session and its path executions. */
  readonly before: readonly CapturedTable[];
  /** The rows of the batches; each table comes after those that it refers to. */
  readonly logged: readonly CapturedTable[];
}

/**
 * Captures what our own store writes for a trace, whatever its tables are: the trace is written to a new database,
 * which is then read.
 *
 * @param format default binary
 */
export async function captureTrace(
  server: PostgresServer,
  trace: GeneTrace,
  format?: CopyFormat,
): Promise<CapturedTrace> {
  const database = await server.traceDatabase();
  try {
    const store = await openSqlTraceStore({ url: database.url, poolSize: 2 });
    try {
      const logger = new ExecutionTraceLogger(store);
      await trace.begin(logger);
      const before = await captureTables(database.url, format);
      await logBatches(logger, trace.batches());
      const after = await captureTables(database.url, format);
      const beforeByName = new Map(before.map((it) => [it.name, it]));
      const logged = after.filter((it) => it.rows > (beforeByName.get(it.name)?.rows ?? 0));
      const mixed = logged.find((it) => beforeByName.has(it.name));
      if (mixed !== undefined)
        throw new Error(`${mixed.name} had rows before: they cannot be told from what was logged`);
      return { before, logged };
    } finally {
      await store.close();
    }
  } finally {
    await database.drop();
  }
}

/** Copies all rows of a captured table into a table with the same columns. */
export async function copyInto(client: pg.Client, table: CapturedTable, name = table.name): Promise<void> {
  const columns = table.columns.map((it) => client.escapeIdentifier(it)).join(", ");
  const copy = client.query(
    copyFrom(`COPY ${client.escapeIdentifier(name)} (${columns}) FROM STDIN (FORMAT ${table.format})`),
  );
  await pipeline(Readable.from(table.chunks), copy);
}

/** Captures all tables that have rows. */
export async function captureTables(url: string, format: CopyFormat = "binary"): Promise<CapturedTable[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const captured: CapturedTable[] = [];
    for (const name of await tablesByReference(client)) {
      const columns = await columnsOf(client, name);
      const list = columns.map((it) => client.escapeIdentifier(it)).join(", ");
      const copy = client.query(
        copyTo(`COPY ${client.escapeIdentifier(name)} (${list}) TO STDOUT (FORMAT ${format})`),
      );
      const chunks: Buffer[] = [];
      for await (const chunk of copy) chunks.push(chunk as Buffer);
      if (copy.rowCount > 0)
        captured.push({ name, format, columns, rows: copy.rowCount, chunks: packed(chunks) });
    }
    return captured;
  } finally {
    await client.end();
  }
}

/** The tables of the trace, each after those that it refers to. */
async function tablesByReference(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; refers_to: string[] }>(
    `SELECT c.relname::text AS name, array_remove(array_agg(r.relname::text), NULL) AS refers_to
     FROM pg_class c
     LEFT JOIN pg_constraint f ON f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid
     LEFT JOIN pg_class r ON r.oid = f.confrelid
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE '%migrations'
     GROUP BY c.relname ORDER BY c.relname`,
  );
  const ordered: string[] = [];
  while (ordered.length < rows.length) {
    const next = rows.find(
      (it) => !ordered.includes(it.name) && it.refers_to.every((other) => ordered.includes(other)),
    );
    if (next === undefined) throw new Error("the tables refer to each other in a circle");
    ordered.push(next.name);
  }
  return ordered;
}

export async function columnsOf(client: pg.Client | pg.PoolClient, table: string): Promise<string[]> {
  const { rows } = await client.query<{ column_name: string }>(
    `SELECT column_name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position`,
    [table],
  );
  return rows.map((it) => it.column_name);
}

/** The server sends one piece per row; with fewer, larger pieces, reading them costs the client next to nothing. */
function packed(chunks: readonly Buffer[]): Buffer[] {
  const bytes = Buffer.concat(chunks);
  const size = 256 * 1024;
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
}
