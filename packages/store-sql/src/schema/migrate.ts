import { SchemaVersionError, StoreOpenError } from "@waymark/trace-core";
import { AbstractLogger, MigrationExecutor, type DataSource, type Driver } from "typeorm";

import type { SqlSession } from "../sql-session.js";
import type { SqlSessionManager } from "../sql-session-manager.js";
import { migrations, schemaSteps } from "./schema-steps.js";

export interface MigrateOptions {
  /** `auto` brings the schema up to date, `check` changes nothing. */
  readonly mode: "auto" | "check";
  readonly migrationsTable: string;
}

/**
 * Makes sure that the schema is that of this program. Any number of processes may do so at once: one migrates, under a
 * lock that its transaction holds, and the others find it done.
 *
 * @throws SchemaVersionError the schema is newer than this program, or older and may not be changed
 * @throws StoreOpenError the database's encoding cannot hold every character
 */
export async function migrate(
  dataSource: DataSource,
  manager: SqlSessionManager,
  options: MigrateOptions,
): Promise<void> {
  const { applied, pending, unknown } = await schemaSteps(manager, options.migrationsTable);
  if (unknown.length > 0) {
    throw new SchemaVersionError(
      `The database was created by a newer version, which added ${unknown.join(", ")}: use that version or a later one`,
      { unknown },
    );
  }
  if (pending.length === 0) return;
  if (options.mode === "check") {
    const what = applied.length === 0 ? "There is no trace yet" : `The schema lacks ${pending.join(", ")}`;
    throw new SchemaVersionError(
      `${what}: open the store once with migrate "auto", or ask an administrator to`,
      { pending, isEmpty: applied.length === 0 },
    );
  }
  await manager.withSession(async (session) => {
    const { dialect, queryRunner } = session;
    if (dialect.name === "postgres") await checkEncoding(session);
    if (dialect.migrationLock !== null) await session.execute(dialect.migrationLock);
    if (manager.schema !== undefined) {
      await session.execute(`CREATE SCHEMA IF NOT EXISTS "${manager.schema.replaceAll('"', '""')}"`);
    }
    // The DataSource may be borrowed, with its own migrations and schema: the executor gets a view of it with ours.
    const { driver } = dataSource;
    const view = Object.create(dataSource, {
      driver: {
        value: Object.create(driver, {
          options: { value: { ...driver.options, schema: manager.schema } },
        }) as Driver,
      },
      // The default logger would print errors, which are thrown anyway.
      logger: { value: new SilentLogger() },
      migrations: { value: migrations(manager) },
      options: { value: { ...dataSource.options, migrationsTableName: options.migrationsTable } },
    }) as DataSource;
    const executor = new MigrationExecutor(view, queryRunner);
    executor.transaction = "none";
    await executor.executePendingMigrations();
  });
}

/**
 * Checked before the first table is created, since other encodings cannot store all identifiers. SQL_ASCII stores any
 * bytes.
 */
async function checkEncoding(session: SqlSession): Promise<void> {
  const [row] = await session.query<{ server_encoding: string }>("SHOW server_encoding");
  const encoding = row?.server_encoding ?? "UTF8";
  if (encoding === "UTF8" || encoding === "SQL_ASCII") return;
  throw new StoreOpenError(
    `The database's encoding is ${encoding}, which lacks characters that identifiers have: create it with ENCODING 'UTF8'`,
    { encoding },
  );
}

class SilentLogger extends AbstractLogger {
  protected override writeLog(): void {
    // Errors are thrown.
  }
}
