import { resolve } from "node:path";

import { isWaymarkError, StoreOpenError, type JsonObject, type TraceStore } from "@waymark/trace-core";
import { redactUrl } from "@waymark/trace-core/adapter";
import type { DataSource } from "typeorm";

import { createDataSource, type ConnectionOptions } from "./create-data-source.js";
import { migrate } from "./schema/migrate.js";
import { DEFAULT_MIGRATIONS_TABLE } from "./schema/schema-steps.js";
import { SqlSessionManager, type SqlSessionManagerOptions } from "./sql-session-manager.js";
import { SqlTraceStore, type SqlTraceStoreOptions } from "./sql-trace-store.js";
import { parseStoreUrl } from "./store-url.js";
import { describeFailure } from "./translate-error.js";

interface SharedOptions extends SqlSessionManagerOptions, SqlTraceStoreOptions {
  /**
   * Whether opening may change the schema: `auto` brings it up to date, `check` only looks and throws
   * `SchemaVersionError` when it is not; with `check`, a SQLite file is opened also where it may only be read. Default `auto`.
   */
  readonly migrate?: "auto" | "check";
}

export interface OpenByUrlOptions extends SharedOptions, ConnectionOptions {
  /** `postgres://…`, `sqlite:FILE` or `sqlite::memory:`. */
  readonly url: string;
}

export interface OpenOnDataSourceOptions extends SharedOptions {
  /** Initialised, of type `postgres` or `better-sqlite3`. It stays the caller's to destroy. */
  readonly dataSource: DataSource;
}

/** A store with a connection of its own: `close()` closes that, too. */
export interface OwnedSqlTraceStore extends TraceStore {
  readonly ownsConnection: true;
}

/** A store on a connection that somebody else opened, and closes. */
export interface BorrowedSqlTraceStore extends TraceStore {
  readonly ownsConnection: false;
}

/**
 * Opens a trace store, with its schema brought up to date.
 *
 * @throws StoreOpenError the URL is none, or nothing answers there
 * @throws SchemaVersionError the schema is newer than this program, or older and `migrate` is `check`
 */
export function openSqlTraceStore(options: OpenByUrlOptions): Promise<OwnedSqlTraceStore>;
export function openSqlTraceStore(options: OpenOnDataSourceOptions): Promise<BorrowedSqlTraceStore>;
export async function openSqlTraceStore(
  options: OpenByUrlOptions | OpenOnDataSourceOptions,
): Promise<OwnedSqlTraceStore | BorrowedSqlTraceStore> {
  checkNames(options);
  if ("dataSource" in options) {
    try {
      return new BorrowedStore(await readySessions(options.dataSource, options), options);
    } catch (error) {
      throw openError(error, "on the given DataSource", {});
    }
  }
  const target = parseStoreUrl(options.url);
  const shown =
    target.kind === "sqlite" && target.file !== ":memory:" ? resolve(target.file) : redactUrl(options.url);
  let dataSource: DataSource | undefined;
  try {
    dataSource = await createDataSource(target, options, options.migrate === "check");
    return new OwnedStore(await readySessions(dataSource, options), dataSource, options);
  } catch (error) {
    await dataSource?.destroy();
    throw openError(error, shown, { store: shown });
  }
}

/** What the database failed with as `StoreOpenError`; other errors of ours as they are. */
function openError(error: unknown, shown: string, details: JsonObject): Error {
  const isOfDatabase = isWaymarkError(error, "cache-retrieval") || isWaymarkError(error, "cache-transaction");
  if (isWaymarkError(error) && !isOfDatabase) return error;
  const { summary, cause } = describeFailure(isOfDatabase ? error.cause : error);
  return new StoreOpenError(`Cannot open the trace store ${shown}: ${summary}`, details, cause);
}

/** Names that TypeORM writes into statements as they are. */
function checkNames(options: SharedOptions): void {
  for (const option of ["schema", "migrationsTable"] as const) {
    const name = options[option];
    if (name === undefined || /^[^".\0]+$/.test(name)) continue;
    throw new StoreOpenError(`${option} must be a name without dots and quotes`, { [option]: name });
  }
}

async function readySessions(dataSource: DataSource, options: SharedOptions): Promise<SqlSessionManager> {
  const sessions = new SqlSessionManager(dataSource, options);
  await migrate(dataSource, sessions, {
    mode: options.migrate ?? "auto",
    migrationsTable: options.migrationsTable ?? DEFAULT_MIGRATIONS_TABLE,
  });
  return sessions;
}

class BorrowedStore extends SqlTraceStore implements BorrowedSqlTraceStore {
  readonly ownsConnection = false;
}

class OwnedStore extends SqlTraceStore implements OwnedSqlTraceStore {
  readonly ownsConnection = true;
  private closing: Promise<void> | undefined;

  constructor(
    sessions: SqlSessionManager,
    private readonly dataSource: DataSource,
    options: SqlTraceStoreOptions,
  ) {
    super(sessions, options);
  }

  override async close(): Promise<void> {
    this.closing ??= super.close().then(() => this.dataSource.destroy());
    await this.closing;
  }
}
