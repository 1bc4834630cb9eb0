import { pathToFileURL } from "node:url";

import pRetry from "p-retry";
import { DataSource, type DataSourceOptions } from "typeorm";

import type { StoreUrl } from "../store-url.js";
import { describeFailure } from "../translate-error.js";

export interface ConnectionOptions {
  /** Maximum number of connections, PostgreSQL only. Default 10. */
  readonly poolSize?: number;
  /** Maximum time to connect, or to wait for a free connection, in ms; PostgreSQL only. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** How long one statement may take before the server cancels it, in ms; PostgreSQL only. Default: the server's. */
  readonly statementTimeoutMs?: number;
  /** Schema of the tables, PostgreSQL only. Default: the connection's search path. */
  readonly schema?: string;
  /**
   * The first batch with at least this many records starts a thread, which then writes everything; SQLite files only.
   * 0: always, Infinity: never. Default 1,000.
   */
  readonly threadFrom?: number;
}

/** How long SQLite itself waits for another process; short, since the driver blocks the event loop meanwhile. */
const BUSY_TIMEOUT_MS = 20;

/** How long a connection is idle before it is probed. */
const KEEP_ALIVE_MS = 30_000;

/** Codes of a server that accepts no connections at the moment: cannot_connect_now, too_many_connections. */
const WORTH_WAITING = new Set(["57P03", "53300"]);

/** Run on every SQLite connection. */
export const SQLITE_PRAGMAS = [
  // First, since the others may have to wait, too.
  `busy_timeout = ${String(BUSY_TIMEOUT_MS)}`,
  "journal_mode = WAL",
  "synchronous = FULL",
  "foreign_keys = ON",
  // 64 MiB (negative: in KiB). Ids are spread over the whole file: with the default of 2 MiB, most pages would be read
  // again.
  "cache_size = -65536",
];

/**
 * Creates and initialises the DataSource of a store; without entities, which the store does not use.
 *
 * @param isImmutable whether a SQLite file is read as it is, without creating other files beside it
 */
export async function createDataSource(
  target: StoreUrl,
  options: ConnectionOptions,
  isImmutable = false,
): Promise<DataSource> {
  const dataSourceOptions =
    target.kind === "postgres"
      ? await postgresOptions(target.url, options)
      : await sqliteOptions(target.file, isImmutable);
  // Another process may be recovering or creating the file; a server may be starting, or be flooded by returning
  // clients.
  return pRetry(() => new DataSource(dataSourceOptions).initialize(), {
    retries: 40,
    minTimeout: 10,
    maxTimeout: 500,
    randomize: true,
    shouldRetry: ({ error }) => {
      const { isTransient, cause } = describeFailure(error);
      return (
        isTransient &&
        (target.kind === "sqlite" || WORTH_WAITING.has((cause as { code?: string }).code ?? ""))
      );
    },
  });
}

async function postgresOptions(url: string, options: ConnectionOptions): Promise<DataSourceOptions> {
  const { default: pg } = await import("pg");
  return {
    type: "postgres",
    url,
    driver: pg,
    poolSize: options.poolSize ?? 10,
    connectTimeoutMS: options.connectTimeoutMs ?? 10_000,
    applicationName: "waymark",
    // None is needed.
    installExtensions: false,
    ...(options.schema === undefined ? {} : { schema: options.schema }),
    extra: {
      // A dead host, or a firewall in between, would never be noticed otherwise.
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
    },
  };
}

async function sqliteOptions(file: string, isImmutable: boolean): Promise<DataSourceOptions> {
  const { default: Database } = await import("libsql");
  /** TypeORM passes only paths; this turns one into a URI, see sqlite.org/uri.html. */
  class ImmutableDatabase extends Database {
    constructor(path: string, options?: object) {
      super(`${pathToFileURL(path).href}?immutable=1`, options);
    }
  }
  return {
    type: "better-sqlite3",
    database: file,
    driver: isImmutable ? ImmutableDatabase : Database,
    timeout: BUSY_TIMEOUT_MS,
    prepareDatabase: (database: { pragma(text: string): unknown; close(): void }) => {
      try {
        for (const it of SQLITE_PRAGMAS) database.pragma(it);
      } catch (error) {
        // No one else could close it.
        database.close();
        throw error;
      }
    },
  };
}
