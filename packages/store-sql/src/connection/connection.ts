import type { QueryRunner } from "typeorm";

/** The result of a statement: the rows that it returns, or how many it changed. */
export interface StatementResult {
  readonly records: readonly unknown[];
  readonly affected: number;
}

/** A connection to the database, as a session uses it. It throws the errors of the driver. */
export interface Connection {
  /** The query runner of TypeORM; missing if the connection is not one of TypeORM. */
  readonly queryRunner?: QueryRunner;

  /** Runs a statement in the syntax of the driver. */
  run(sql: string, parameters: readonly unknown[]): Promise<StatementResult>;

  /** Begins a transaction. May resolve before that is done: if it fails, the next calls fail with its error. */
  begin(sql: string): Promise<void>;

  /** Ends a transaction. */
  end(sql: string): Promise<void>;

  /**
   * Runs a statement once per record, with its row as parameters, and returns how many rows were changed. SQLite only.
   */
  runEach<T>(sql: string, records: readonly T[], toRow: (record: T) => readonly unknown[]): Promise<number>;

  /** PostgreSQL only. */
  copyIn(sql: string, chunks: Iterable<Buffer>): Promise<void>;

  /** Returns the connection to its owner. */
  release(): Promise<void>;
}
