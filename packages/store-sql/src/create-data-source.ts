import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";

import pRetry from "p-retry";
import { DataSource, type DataSourceOptions } from "typeorm";

import type { StoreUrl } from "./store-url.js";
import { describeFailure } from "./translate-error.js";

export interface ConnectionOptions {
  /** Connections at most, PostgreSQL only. Default 10. */
  readonly poolSize?: number;
  /** How long making a connection, or waiting for a free one, may take, in ms; PostgreSQL only. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** How long one statement may take before the server cancels it, in ms; PostgreSQL only. Default: the server's. */
  readonly statementTimeoutMs?: number;
  /** Schema of the tables, PostgreSQL only. Default: the connection's search path. */
  readonly schema?: string;
}

/** How long SQLite itself waits for another process; short, since the driver blocks this process meanwhile. */
const BUSY_TIMEOUT_MS = 20;

/** What SQLite keeps of a file in memory, in KiB. Ids lie all over it: with the 2 MiB that are usual, most pages are read anew. */
const CACHE_KIB = 65_536;

/**
 * An initialised DataSource for a store of its own; without entities, which the store does not ask for.
 *
 * @param mayRead whether a SQLite file that cannot be written is opened all the same
 */
export async function createDataSource(
  target: StoreUrl,
  options: ConnectionOptions,
  mayRead: boolean,
): Promise<DataSource> {
  const dataSourceOptions =
    target.kind === "postgres"
      ? await postgresOptions(target.url, options)
      : await sqliteOptions(target.file, mayRead && (await isAtRest(target.file)));
  // Another process may just be recovering or creating the file.
  return pRetry(() => new DataSource(dataSourceOptions).initialize(), {
    retries: 40,
    minTimeout: 10,
    maxTimeout: 500,
    randomize: true,
    shouldRetry: ({ error }) => target.kind === "sqlite" && describeFailure(error).isTransient,
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
    ...(options.statementTimeoutMs === undefined
      ? {}
      : { extra: { statement_timeout: options.statementTimeoutMs } }),
  };
}

/**
 * Whether nobody writes the file, and this process could not: then it is read as it stands, since SQLite could not make the
 * files beside it that it uses otherwise. Who has it open to write has a log beside it.
 */
async function isAtRest(file: string): Promise<boolean> {
  const { R_OK, W_OK } = constants;
  const can = (path: string, mode: number): Promise<boolean> =>
    access(path, mode).then(
      () => true,
      () => false,
    );
  if (!(await can(file, R_OK)) || (await can(`${file}-wal`, R_OK))) return false;
  return !((await can(file, W_OK)) && (await can(dirname(file), W_OK)));
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
        // First of all: the pragmas after it may have to wait, too.
        database.pragma(`busy_timeout = ${String(BUSY_TIMEOUT_MS)}`);
        database.pragma("journal_mode = WAL");
        database.pragma("synchronous = FULL");
        database.pragma("foreign_keys = ON");
        database.pragma(`cache_size = -${String(CACHE_KIB)}`);
      } catch (error) {
        // Nobody else knows yet that it is open.
        database.close();
        throw error;
      }
    },
  };
}
