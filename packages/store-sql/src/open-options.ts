import { inspect } from "node:util";

import { StoreOpenError } from "@waymark/trace-core";
import type { DataSource } from "typeorm";

import type { ConnectionOptions } from "./connection/create-data-source.js";
import type { SqlSessionManagerOptions } from "./sql-session-manager.js";
import type { SqlTraceStoreOptions } from "./sql-trace-store.js";

export interface SharedOptions extends SqlSessionManagerOptions, SqlTraceStoreOptions {
  /**
   * Whether opening may change the schema: `auto` brings it up to date; `check` changes nothing, and throws
   * `SchemaVersionError` if it is not up to date. With `check`, a SQLite file may also be read-only. Default `auto`.
   */
  readonly migrate?: "auto" | "check";
}

export interface OpenByUrlOptions extends SharedOptions, ConnectionOptions {
  /**
   * `postgres://…`, `sqlite:FILE` or `sqlite::memory:`. A PostgreSQL URL may name a schema (`?schema=…`), which the
   * option overrides.
   */
  readonly url: string;
}

export interface OpenOnDataSourceOptions extends SharedOptions {
  /** Initialised, of type `postgres` or `better-sqlite3`. The caller remains responsible for destroying it. */
  readonly dataSource: DataSource;
}

/** The minimum of each numeric option. */
const NUMBERS = {
  poolSize: 1,
  connectTimeoutMs: 0,
  statementTimeoutMs: 0,
  threadFrom: 0,
  waitTimeoutMs: 0,
  retryTimeMs: 0,
  maxAttempts: 1,
} satisfies Partial<Record<keyof OpenByUrlOptions, number>>;

/** PostgreSQL silently cuts off longer names. */
const MAX_NAME_BYTES = 63;

/** @throws StoreOpenError an option is invalid; the message names it */
export function checkOpenOptions(options: OpenByUrlOptions | OpenOnDataSourceOptions): void {
  const given: Partial<Record<string, unknown>> = { ...options };
  const refuse = (option: string, rule: string): never => {
    throw new StoreOpenError(`${option} ${rule}, not ${inspect(given[option])}`);
  };
  if ("dataSource" in given) {
    if (!isDataSource(given.dataSource))
      throw new StoreOpenError("dataSource must be a DataSource of TypeORM");
  } else if (typeof given.url !== "string") {
    // Not shown, since it may hold a password whatever its type.
    throw new StoreOpenError(`url must be a string, not ${typeof given.url}`);
  }
  if (![undefined, "auto", "check"].includes(given.migrate as "auto"))
    refuse("migrate", 'must be "auto" or "check"');
  for (const option of ["schema", "migrationsTable"]) {
    const name = given[option];
    // TypeORM writes the names into statements without escaping them.
    if (name === undefined || (typeof name === "string" && /^[^".\0]+$/.test(name) && isShort(name)))
      continue;
    refuse(option, `must be a name without dots and quotes, of at most ${String(MAX_NAME_BYTES)} bytes`);
  }
  if (given.schema !== undefined && isSqlite(options)) refuse("schema", "applies to PostgreSQL only");
  for (const [option, least] of Object.entries(NUMBERS)) {
    const number = given[option];
    if (number === undefined || (typeof number === "number" && number >= least)) continue;
    refuse(option, `must be a number of at least ${String(least)}`);
  }
}

function isShort(name: string): boolean {
  return Buffer.byteLength(name) <= MAX_NAME_BYTES;
}

function isSqlite(options: OpenByUrlOptions | OpenOnDataSourceOptions): boolean {
  return "dataSource" in options
    ? options.dataSource.options.type === "better-sqlite3"
    : /^sqlite:/i.test(options.url);
}

function isDataSource(value: unknown): boolean {
  return typeof value === "object" && value !== null && "createQueryRunner" in value && "options" in value;
}
