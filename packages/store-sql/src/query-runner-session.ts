import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import type { ClientBase } from "pg";
import type { QueryResult, QueryRunner } from "typeorm";

import type { SqlDialect } from "./dialect/sql-dialect.js";
import type { TableName, TableNaming } from "./schema/table-name.js";
import type { OpenSqlSession } from "./sql-session.js";
import { DatabaseError, describeFailure } from "./translate-error.js";

const ROLLBACK_TO_SAVEPOINT = /^\s*ROLLBACK\s+(?:\w+\s+)?TO\b/i;

/** What is used of SQLite's driver. */
interface PreparingDatabase {
  prepare(sql: string): { run(parameters: readonly unknown[]): { readonly changes: number } };
}

/** A session on a query runner of TypeORM. It begins, commits and rolls back by statements of its own. */
export class QueryRunnerSession implements OpenSqlSession {
  private isInTransaction = false;
  /** A statement of this transaction failed: one database would take a commit and roll back in silence. */
  private failed: DatabaseError | undefined;
  private isReleased = false;

  constructor(
    readonly queryRunner: QueryRunner,
    readonly dialect: SqlDialect,
    private readonly naming: TableNaming,
    private readonly onRelease: () => void,
  ) {}

  table(name: TableName): string {
    return this.naming(name);
  }

  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return (await this.run(sql, parameters)).records as Row[];
  }

  async execute(sql: string, parameters: readonly unknown[] = []): Promise<number> {
    return (await this.run(sql, parameters)).affected ?? 0;
  }

  async executeEach<T>(
    sql: string,
    records: readonly T[],
    toRow: (record: T) => readonly unknown[],
  ): Promise<number> {
    return this.noting(async () => {
      // The driver's own: TypeORM prepares and awaits each statement anew, which takes several times as long.
      const database = (await this.queryRunner.connect()) as PreparingDatabase;
      const statement = database.prepare(this.dialect.statement(sql));
      let changes = 0;
      for (const it of records) changes += statement.run(toRow(it)).changes;
      return changes;
    });
  }

  async copyIn(sql: string, chunks: Iterable<Buffer>): Promise<void> {
    await this.noting(async () => {
      const client = (await this.queryRunner.connect()) as ClientBase;
      const { from: copyFrom } = await import("pg-copy-streams");
      await pipeline(Readable.from(chunks), client.query(copyFrom(sql)));
    });
  }

  async begin(mode: "read" | "write"): Promise<void> {
    await this.run(mode === "write" ? this.dialect.beginWrite : this.dialect.beginRead);
    this.isInTransaction = true;
    this.failed = undefined;
  }

  async commit(): Promise<void> {
    if (this.failed !== undefined) throw this.failed;
    await this.run("COMMIT");
    this.isInTransaction = false;
  }

  async rollback(): Promise<void> {
    this.isInTransaction = false;
    await this.run("ROLLBACK");
  }

  async release(): Promise<void> {
    if (this.isReleased) return;
    this.isReleased = true;
    try {
      if (this.isInTransaction) await this.rollback();
    } catch {
      // The connection is gone, and its transaction with it; what went wrong first is what the caller is told.
    } finally {
      await this.queryRunner.release();
      this.onRelease();
    }
  }

  private async run(sql: string, parameters: readonly unknown[] = []): Promise<QueryResult> {
    const result = await this.noting(() =>
      this.queryRunner.query(this.dialect.statement(sql), [...parameters], true),
    );
    if (ROLLBACK_TO_SAVEPOINT.test(sql)) this.failed = undefined;
    return result;
  }

  private async noting<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      this.failed = new DatabaseError(describeFailure(error));
      throw this.failed;
    }
  }
}
