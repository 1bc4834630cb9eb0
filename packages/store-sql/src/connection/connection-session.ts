import type { QueryRunner } from "typeorm";

import type { SqlDialect } from "../dialect/sql-dialect.js";
import type { TableName, TableNaming } from "../schema/table-name.js";
import type { OpenSqlSession } from "../sql-session.js";
import { DatabaseError, describeFailure } from "../translate-error.js";
import type { Connection, StatementResult } from "./connection.js";

const ROLLBACK = /^\s*ROLLBACK\b/i;
const ROLLBACK_TO_SAVEPOINT = /^\s*ROLLBACK\s+(?:\w+\s+)?TO\b/i;

/** A session on a connection. It begins and ends transactions with its own statements, not those of TypeORM. */
export class ConnectionSession implements OpenSqlSession {
  private isInTransaction = false;
  /**
   * The failure of a statement in this transaction. PostgreSQL would accept a COMMIT after it, and silently roll back.
   */
  private failed: DatabaseError | undefined;
  private isReleased = false;

  constructor(
    private readonly connection: Connection,
    readonly dialect: SqlDialect,
    private readonly naming: TableNaming,
  ) {}

  get queryRunner(): QueryRunner {
    const { queryRunner } = this.connection;
    if (queryRunner === undefined) throw new TypeError("TypeORM knows nothing of this connection");
    return queryRunner;
  }

  table(name: TableName): string {
    return this.naming(name);
  }

  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return (await this.run(sql, parameters)).records as Row[];
  }

  async execute(sql: string, parameters: readonly unknown[] = []): Promise<number> {
    return (await this.run(sql, parameters)).affected;
  }

  async executeEach<T>(
    sql: string,
    records: readonly T[],
    toRow: (record: T) => readonly unknown[],
  ): Promise<number> {
    this.checkWhole(sql);
    return this.noting(() => this.connection.runEach(this.dialect.statement(sql), records, toRow));
  }

  async copyIn(sql: string, chunks: Iterable<Buffer>): Promise<void> {
    this.checkWhole(sql);
    await this.noting(() => this.connection.copyIn(sql, chunks));
  }

  async begin(mode: "read" | "write"): Promise<void> {
    const sql = mode === "write" ? this.dialect.beginWrite : this.dialect.beginRead;
    this.checkWhole(sql);
    await this.noting(() => this.connection.begin(sql));
    this.isInTransaction = true;
    this.failed = undefined;
  }

  async commit(): Promise<void> {
    if (this.failed !== undefined) throw this.failed;
    await this.end("COMMIT");
    this.isInTransaction = false;
  }

  async rollback(): Promise<void> {
    this.isInTransaction = false;
    await this.end("ROLLBACK");
  }

  async release(): Promise<void> {
    if (this.isReleased) return;
    this.isReleased = true;
    try {
      if (this.isInTransaction) await this.rollback();
    } catch {
      // The connection was lost, and its transaction with it. The caller gets the first error.
    } finally {
      await this.connection.release();
    }
  }

  private async end(sql: "COMMIT" | "ROLLBACK"): Promise<void> {
    this.checkWhole(sql);
    await this.noting(() => this.connection.end(sql));
  }

  private async run(sql: string, parameters: readonly unknown[] = []): Promise<StatementResult> {
    this.checkWhole(sql);
    const result = await this.noting(() => this.connection.run(this.dialect.statement(sql), parameters));
    if (ROLLBACK_TO_SAVEPOINT.test(sql)) this.failed = undefined;
    return result;
  }

  /**
   * After a failure, allows nothing but a rollback. SQLite may already have rolled back the transaction, and would
   * commit each later statement separately.
   */
  private checkWhole(sql: string): void {
    if (this.isInTransaction && this.failed !== undefined && !ROLLBACK.test(sql)) throw this.failed;
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
