import { pathToFileURL } from "node:url";

import pRetry from "p-retry";
import { DataSource, type DataSourceOptions } from "typeorm";

import type { StoreUrl } from "../store-url.js";
import { describeFailure } from "../translate-error.js";

export interface ConnectionOptions {
  /** Connections at most, PostgreSQL only. Default 10. */
  readonly poolSize?: number;
  /** How long making a connection, or waiting for a free one, may take, in ms; PostgreSQL only. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** How long one statement may take before the server cancels it, in ms; PostgreSQL only. Default: the server's. */
  readonly statementTimeoutMs?: number;
  /** Schema of the tables, PostgreSQL only. Default: the connection's search path. */
  readonly schema?: string;
  /**
   * From how many records on a batch is worth a thread that writes, in which all that comes after it is written, too; SQLite
   * files only. 0: all is written there; Infinity: nothing. Default 1,000.
   */
  readonly threadFrom?: number;
}

/** How long SQLite itself waits for another process; short, since the driver blocks this process meanwhile. */
const BUSY_TIMEOUT_MS = 20;

/** After how long without a word a connection is probed. */
const KEEP_ALIVE_MS = 30_000;

/** Of what a server says when it takes nobody in: cannot_connect_now, too_many_connections. */
const WORTH_WAITING = new Set(["57P03", "53300"]);

/** Of every connection to a SQLite file. */
export const SQLITE_PRAGMAS = [
  // First of all: those after it may have to wait, too.
  `busy_timeout = ${String(BUSY_TIMEOUT_MS)}`,
  "journal_mode = WAL",
  "synchronous = FULL",
  "foreign_keys = ON",
  // In KiB. Ids lie all over a file: with the 2 MiB that are usual, most pages are read anew.
  "cache_size = -65536",
];

/**
 * An initialised DataSource for a store of its own; without entities, which the store does not ask for.
 *
 * @param isImmutable of a SQLite file: it is read as it stands, and nothing is made beside it
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
  // Another process may just be recovering or creating the file; a server may just be starting, or everybody come back to it.
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
    // Only extensions would be installed here, and none is needed.
    installExtensions: false,
    ...(options.schema === undefined ? {} : { schema: options.schema }),
    extra: {
      // A host that died, or a wall between, would never say so.
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
    },
  };
}

async function sqliteOptions(file: string, isImmutable: boolean): Promise<DataSourceOptions> {
  const { default: Database } = await import("libsql");
  /** TypeORM takes paths only, see sqlite.org/uri.html for what this one makes of it. */
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
        // Nobody else knows yet that it is open.
        database.close();
        throw error;
      }
    },
  };
}
