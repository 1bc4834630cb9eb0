import { SchemaVersionError } from "@waymark/trace-core";
import { AbstractLogger, MigrationExecutor, type DataSource, type Driver } from "typeorm";

import type { SqlSessionManager } from "../sql-session-manager.js";
import { migrations, schemaSteps } from "./schema-steps.js";

export interface MigrateOptions {
  /** `auto` brings the schema up to date, `check` only looks. */
  readonly mode: "auto" | "check";
  readonly migrationsTable: string;
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
  const { applied, pending, unknown } = await schemaSteps(manager, options.migrationsTable);
  if (unknown.length > 0) {
    throw new SchemaVersionError(
      `The database was made by a newer version, which added ${unknown.join(", ")}: use that version or a later one`,
      { unknown },
    );
  }
  if (pending.length === 0) return;
  if (options.mode === "check") {
    const what =
      applied.length === 0 ? "There is no trace there yet" : `The schema lacks ${pending.join(", ")}`;
    throw new SchemaVersionError(
      `${what}: open the store once with migrate "auto", or let an administrator do so`,
      { pending },
    );
  }
  await manager.withSession(async (session) => {
    const { dialect, queryRunner } = session;
    if (dialect.migrationLock !== null) await session.execute(dialect.migrationLock);
    if (manager.schema !== undefined) {
      await session.execute(`CREATE SCHEMA IF NOT EXISTS "${manager.schema.replaceAll('"', '""')}"`);
    }
    // The DataSource may be the caller's, with migrations and a schema of its own: the executor is shown ours instead.
    const { driver } = dataSource;
    const view = Object.create(dataSource, {
      driver: {
        value: Object.create(driver, {
          options: { value: { ...driver.options, schema: manager.schema } },
        }) as Driver,
      },
      // By default it would print what the error says as well.
      logger: { value: new SilentLogger() },
      migrations: { value: migrations(manager) },
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
