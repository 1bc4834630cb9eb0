import { rmSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openSqlTraceStore } from "@waymark/store-sql";
import pg from "pg";

import { freePort } from "./free-port.js";
import { reachableEmbeddedPostgres } from "./reachable-embedded-postgres.js";

/** Settings of a server for large traces; all others are PostgreSQL's defaults, including durable commits. */
export const POSTGRES_SETTINGS = {
  shared_buffers: "4GB",
  max_wal_size: "16GB",
  wal_compression: "on",
} as const;

const TEMPLATE = "trace_template";

export interface PostgresDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A real PostgreSQL per run, on a free loopback port, in a temporary folder. */
export class PostgresServer {
  private databases = 0;
  private template: Promise<void> | undefined;

  private constructor(
    private readonly maintenance: string,
    readonly version: string,
    private readonly stopServer: () => Promise<void>,
  ) {}

  static async start(): Promise<PostgresServer> {
    const { EmbeddedPostgres, copy } = await reachableEmbeddedPostgres();
    const folder = await mkdtemp(join(tmpdir(), "waymark-bench-postgres-"));
    const folders = copy === null ? [folder] : [folder, copy];
    // In case the run is interrupted before it can tidy up.
    const removeAtExit = (): void =>
      folders.forEach((it) => rmSync(it, { recursive: true, force: true, maxRetries: 10 }));
    process.once("exit", removeAtExit);
    const log: string[] = [];
    const port = await freePort();
    const settings = { listen_addresses: "127.0.0.1", unix_socket_directories: "", ...POSTGRES_SETTINGS };
    const server = new EmbeddedPostgres({
      databaseDir: folder,
      port,
      user: "waymark",
      password: "waymark",
      persistent: true,
      // PostgreSQL refuses to run as root.
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ["--encoding=UTF8", "--locale=C", "--no-sync"],
      postgresFlags: Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
      onLog: (message: string) => {
        if (log.push(message) > 50) log.shift();
      },
      onError: (message: unknown) => log.push(String(message)),
    });
    const stop = async (): Promise<void> => {
      await server.stop();
      for (const it of folders) await rm(it, { recursive: true, force: true });
      process.off("exit", removeAtExit);
    };
    try {
      await chmod(folder, 0o700);
      await server.initialise();
      await server.start();
      const maintenance = `postgres://waymark:waymark@127.0.0.1:${String(port)}/postgres`;
      const [row] = await ask<{ server_version: string }>(maintenance, "SHOW server_version");
      return new PostgresServer(maintenance, row?.server_version ?? "unknown", stop);
    } catch (error) {
      await stop();
      throw new Error(`PostgreSQL did not start:\n${log.join("")}`, { cause: error });
    }
  }

  /** A new database with the empty tables of a trace store. */
  async traceDatabase(): Promise<PostgresDatabase> {
    this.template ??= this.makeTemplate();
    await this.template;
    const name = `bench_${String(++this.databases)}`;
    await ask(this.maintenance, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
    return { url: this.urlOf(name), drop: () => this.drop(name) };
  }

  /** Writes dirty pages to disk, so that the next measurement does not pay for earlier work. */
  async checkpoint(): Promise<void> {
    await ask(this.maintenance, "CHECKPOINT");
  }

  async stop(): Promise<void> {
    await this.stopServer();
  }

  private async makeTemplate(): Promise<void> {
    await ask(this.maintenance, `CREATE DATABASE ${TEMPLATE}`);
    const store = await openSqlTraceStore({ url: this.urlOf(TEMPLATE) });
    await store.close();
  }

  private async drop(name: string): Promise<void> {
    await ask(this.maintenance, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  }

  private urlOf(database: string): string {
    const url = new URL(this.maintenance);
    url.pathname = `/${database}`;
    return url.href;
  }
}

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
