import { rmSync } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openSqlTraceStore } from "@waymark/store-sql";
import Database from "libsql";

/** Database files in a temporary folder. */
export class SqliteFiles {
  private files = 0;

  private constructor(
    private readonly folder: string,
    private readonly template: string,
  ) {
    // In case the run is interrupted before it can tidy up.
    process.once("exit", this.removeAll);
  }

  static async make(): Promise<SqliteFiles> {
    const folder = await mkdtemp(join(tmpdir(), "waymark-bench-sqlite-"));
    const template = join(folder, "template.db");
    const store = await openSqlTraceStore({ url: `sqlite:${template}` });
    await store.close();
    const database = openBare(template);
    // Data that is still in the log file would not be copied.
    database.pragma("wal_checkpoint(TRUNCATE)");
    database.close();
    return new SqliteFiles(folder, template);
  }

  /** A new file with the empty tables of a trace store. */
  async traceFile(): Promise<string> {
    const file = join(this.folder, `trace-${++this.files}.db`);
    await copyFile(this.template, file);
    return file;
  }

  async remove(file: string): Promise<void> {
    for (const it of [file, `${file}-wal`, `${file}-shm`]) await rm(it, { force: true });
  }

  async dispose(): Promise<void> {
    process.off("exit", this.removeAll);
    this.removeAll();
  }

  private readonly removeAll = (): void => rmSync(this.folder, { recursive: true, force: true });
}

/** A bare connection with the same settings as the store's. */
export function openBare(file: string): Database.Database {
  const database = new Database(file, { timeout: 20 });
  database.pragma("busy_timeout = 20");
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("foreign_keys = ON");
  database.pragma("cache_size = -65536");
  return database;
}

export type SqliteValue = string | number | bigint | null | Buffer;

export interface SqliteRows {
  readonly table: string;
  readonly rows: readonly SqliteValue[][];
}

/** All rows of the tables that have any, each table after those that it refers to. */
export function readTables(database: Database.Database): SqliteRows[] {
  const names = database
    .prepare(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
       AND name NOT LIKE '%migrations' ORDER BY rowid`,
    )
    .all() as { name: string }[];
  return names
    .map(({ name }) => ({
      table: name,
      rows: database.prepare(`SELECT * FROM "${name}"`).raw().all() as SqliteValue[][],
    }))
    .filter((it) => it.rows.length > 0);
}

/** A statement that inserts one row with all columns. */
export function prepareInsert(database: Database.Database, table: string): Database.Statement {
  const columns = database.prepare(`PRAGMA table_info("${table}")`).all() as { name: string }[];
  const names = columns.map((it) => `"${it.name}"`).join(", ");
  return database.prepare(`INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => "?").join(", ")})`);
}
