import type { QueryRunner } from "typeorm";

import type { SqlDialect } from "./dialect/sql-dialect.js";
import type { TableName } from "./schema/table-name.js";

/** The database session on which an operation works. Inside `withSession`, it is one transaction. */
export interface SqlSession {
  readonly dialect: SqlDialect;

  /**
   * The underlying query runner, for what only TypeORM can do. Inside a transaction begun here, only its `query` is
   * safe.
   *
   * @throws TypeError the session is not on a connection of TypeORM
   */
  readonly queryRunner: QueryRunner;

  /** The quoted name of a table for use in a statement, with its schema if one is set. */
  table(name: TableName): string;

  /** Runs a statement and returns its rows. Parameters are `$1`, `$2` … */
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;

  /** Runs a statement and returns how many rows it changed. */
  execute(sql: string, parameters?: readonly unknown[]): Promise<number>;

  /**
   * Runs a statement once per record, with its row as parameters, and returns how many rows were changed. SQLite only.
   */
  executeEach<T>(
    sql: string,
    records: readonly T[],
    toRow: (record: T) => readonly unknown[],
  ): Promise<number>;

  /** Runs a `COPY … FROM STDIN` statement on the chunks. PostgreSQL only. */
  copyIn(sql: string, chunks: Iterable<Buffer>): Promise<void>;
}

/** A session whose transaction the caller manages. It must always be released. */
export interface OpenSqlSession extends SqlSession {
  begin(mode: "read" | "write"): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Rolls back a transaction that was not ended. Idempotent. */
  release(): Promise<void>;
}
