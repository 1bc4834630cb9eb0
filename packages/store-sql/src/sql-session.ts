import type { QueryRunner } from "typeorm";

import type { SqlDialect } from "./dialect/sql-dialect.js";
import type { TableName } from "./schema/table-name.js";

/** One database session: what an operation works on. Inside `withSession` it is one transaction. */
export interface SqlSession {
  readonly dialect: SqlDialect;

  /**
   * What lies beneath, for what TypeORM alone can do. Only its `query` is safe inside a transaction begun here.
   *
   * @throws TypeError the session is not on a connection of TypeORM
   */
  readonly queryRunner: QueryRunner;

  /** The table's name as a statement has to write it, with its schema where one is set. */
  table(name: TableName): string;

  /** The rows that a statement gives. Parameters are `$1`, `$2` … */
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;

  /** How many rows a statement changed. */
  execute(sql: string, parameters?: readonly unknown[]): Promise<number>;

  /** Runs one statement for each record, whose row's values are its parameters; how many rows that changed. On SQLite only. */
  executeEach<T>(
    sql: string,
    records: readonly T[],
    toRow: (record: T) => readonly unknown[],
  ): Promise<number>;

  /** Sends what a `COPY … FROM STDIN` statement reads; only where the dialect has one. */
  copyIn(sql: string, chunks: Iterable<Buffer>): Promise<void>;
}

/** A session whose transaction its holder manages; `release()` it in every case. */
export interface OpenSqlSession extends SqlSession {
  begin(mode: "read" | "write"): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Idempotent. Rolls back what was begun and not ended. */
  release(): Promise<void>;
}
