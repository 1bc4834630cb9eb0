import { resolve } from "node:path";

import {
  isWaymarkError,
  redactUrl,
  StoreOpenError,
  type JsonObject,
  type TraceStore,
} from "@waymark/trace-core";
import type { DataSource } from "typeorm";

import { connect, type StoreConnection } from "./connection/connect.js";
import {
  checkOpenOptions,
  type OpenByUrlOptions,
  type OpenOnDataSourceOptions,
  type SharedOptions,
} from "./open-options.js";
import { migrate } from "./schema/migrate.js";
import { DEFAULT_MIGRATIONS_TABLE } from "./schema/schema-steps.js";
import { SqlSessionManager } from "./sql-session-manager.js";
import { SqlTraceStore, type SqlTraceStoreOptions } from "./sql-trace-store.js";
import { parseStoreUrl } from "./store-url.js";
import { describeFailure } from "./translate-error.js";

/** A store with its own connection, which `close()` also closes. */
export interface OwnedSqlTraceStore extends TraceStore {
  readonly ownsConnection: true;
}

/** A store on a connection that the caller opened, and must close. */
export interface BorrowedSqlTraceStore extends TraceStore {
  readonly ownsConnection: false;
}

/**
 * Opens a trace store and, by default, brings its schema up to date.
 *
 * @throws StoreOpenError an option is invalid, or the database cannot be opened
 * @throws SchemaVersionError the schema is newer than this program, or older and `migrate` is `check`
 */
export function openSqlTraceStore(options: OpenByUrlOptions): Promise<OwnedSqlTraceStore>;
export function openSqlTraceStore(options: OpenOnDataSourceOptions): Promise<BorrowedSqlTraceStore>;
export async function openSqlTraceStore(
  options: OpenByUrlOptions | OpenOnDataSourceOptions,
): Promise<OwnedSqlTraceStore | BorrowedSqlTraceStore> {
  checkOpenOptions(options);
  if ("dataSource" in options) {
    try {
      await readySchema(options.dataSource, options);
      return new BorrowedStore(new SqlSessionManager(options.dataSource, options), options);
    } catch (error) {
      throw openError(error, "on the given DataSource", {});
    }
  }
  const target = parseStoreUrl(options.url);
  const shown =
    target.kind === "sqlite" && target.file !== ":memory:" ? resolve(target.file) : redactUrl(options.url);
  const settings =
    target.kind === "postgres" && target.schema !== undefined
      ? { schema: target.schema, ...options }
      : options;
  checkOpenOptions(settings);
  let connection: StoreConnection | undefined;
  try {
    connection = await connect(target, settings, settings.migrate === "check");
    const { dataSource } = connection;
    await readySchema(dataSource, settings);
    return new OwnedStore(new SqlSessionManager(dataSource, settings, connection), settings, connection);
  } catch (error) {
    await connection?.close();
    throw openError(error, shown, { store: shown });
  }
}

/** Turns errors of the database into a `StoreOpenError`, and returns other Waymark errors unchanged. */
function openError(error: unknown, shown: string, details: JsonObject): Error {
  const isOfDatabase = isWaymarkError(error, "cache-retrieval") || isWaymarkError(error, "cache-transaction");
  if (isWaymarkError(error) && !isOfDatabase) return error;
  const { summary, cause } = describeFailure(isOfDatabase ? error.cause : error);
  return new StoreOpenError(`Cannot open the trace store ${shown}: ${summary}`, details, cause);
}

async function readySchema(dataSource: DataSource, options: SharedOptions): Promise<void> {
  await migrate(dataSource, new SqlSessionManager(dataSource, options), {
    mode: options.migrate ?? "auto",
    migrationsTable: options.migrationsTable ?? DEFAULT_MIGRATIONS_TABLE,
  });
}

class BorrowedStore extends SqlTraceStore implements BorrowedSqlTraceStore {
  readonly ownsConnection = false;
}

class OwnedStore extends SqlTraceStore implements OwnedSqlTraceStore {
  readonly ownsConnection = true;
  private closing: Promise<void> | undefined;

  constructor(
    sessions: SqlSessionManager,
    options: SqlTraceStoreOptions,
    private readonly connection: StoreConnection,
  ) {
    super(sessions, options);
  }

  override async close(): Promise<void> {
    this.closing ??= super.close().then(() => this.connection.close());
    await this.closing;
  }
}
