import {
  AbstractLogger,
  MigrationExecutor,
  type DataSource,
  type Driver,
  type MigrationInterface,
} from "typeorm";
import { CacheRetrievalError, isWaymarkError, SchemaVersionError } from "@waymark/trace-core";

import type { SqlDialect } from "../dialect/sql-dialect.js";
import type { SqlSession } from "../sql-session.js";
import type { SqlSessionManager } from "../sql-session-manager.js";
import { AddReadSide1764100000000 } from "./migrations/add-read-side.js";
import { CreateTrace1764000000000 } from "./migrations/create-trace.js";
import { tableNaming, type TableNaming } from "./table-name.js";

export interface MigrateOptions {
  /** `auto` brings the schema up to date, `check` only looks. */
  readonly mode: "auto" | "check";
  readonly migrationsTable: string;
  readonly schema?: string | undefined;
}

export const DEFAULT_MIGRATIONS_TABLE = "waymark_migrations";

/** All migrations, oldest first. */
function migrations(dialect: SqlDialect, table: TableNaming): MigrationInterface[] {
  return [new CreateTrace1764000000000(dialect, table), new AddReadSide1764100000000(dialect, table)];
}

/**
 * Sees to it that the schema is this program's. Any number of processes may do so at once: one migrates, under a lock
 * that its transaction holds, the others find it done.
 *
 * @throws SchemaVersionError the schema is newer than this program, or older and may not be changed
 */
export async function migrate(
  dataSource: DataSource,
  manager: SqlSessionManager,
  options: MigrateOptions,
): Promise<void> {
  const all = migrations(manager.dialect, tableNaming(options.schema));
  const pending = pendingOf(all, await executed(manager, options));
  if (pending.length === 0) return;
  if (options.mode === "check") {
    throw new SchemaVersionError(
      `The schema lacks ${pending.join(", ")}: open the store once with migrate "auto", or let an administrator do so`,
      { pending },
    );
  }
  await manager.withSession(async (session) => {
    const { dialect, queryRunner } = session;
    if (dialect.migrationLock !== null) await session.execute(dialect.migrationLock);
    if (options.schema !== undefined) {
      await session.execute(`CREATE SCHEMA IF NOT EXISTS "${options.schema.replaceAll('"', '""')}"`);
    }
    // The DataSource may be the caller's, with migrations and a schema of its own: the executor is shown ours instead.
    const { driver } = dataSource;
    const view = Object.create(dataSource, {
      driver: {
        value: Object.create(driver, {
          options: { value: { ...driver.options, schema: options.schema } },
        }) as Driver,
      },
      // By default it would print what the error says as well.
      logger: { value: new SilentLogger() },
      migrations: { value: all },
      options: { value: { ...dataSource.options, migrationsTableName: options.migrationsTable } },
    }) as DataSource;
    const executor = new MigrationExecutor(view, queryRunner);
    executor.transaction = "none";
    await executor.executePendingMigrations();
  });
}

class SilentLogger extends AbstractLogger {
  protected override writeLog(): void {
    // Whoever calls is told by the error.
  }
}

/** Names of the migrations that the database has had. */
async function executed(
  manager: SqlSessionManager,
  { migrationsTable, schema }: MigrateOptions,
): Promise<string[]> {
  const path = schema === undefined ? [migrationsTable] : [schema, migrationsTable];
  const quoted = path.map((it) => `"${it.replaceAll('"', '""')}"`).join(".");
  const names = async (session: SqlSession): Promise<string[]> =>
    (await session.query<{ name: string }>(`SELECT "name" FROM ${quoted} ORDER BY "id"`)).map(
      (it) => it.name,
    );
  try {
    // Nearly always the table is there.
    return await manager.withReadSession(names, { isOneStatement: true });
  } catch (error) {
    if (!isWaymarkError(error, CacheRetrievalError.code)) throw error;
    return manager.withReadSession(async (session) =>
      (await session.queryRunner.hasTable(path.join("."))) ? names(session) : [],
    );
  }
}

function pendingOf(all: readonly MigrationInterface[], done: readonly string[]): string[] {
  const known = all.map((it) => it.name ?? "");
  const unknown = done.filter((it) => !known.includes(it));
  if (unknown.length > 0) {
    throw new SchemaVersionError(
      `The database was made by a newer version, which added ${unknown.join(", ")}: use that version or a later one`,
      { unknown },
    );
  }
  return known.filter((it) => !done.includes(it));
}
