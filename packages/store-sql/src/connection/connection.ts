import type { QueryRunner } from "typeorm";

/** What a statement gave: rows where it selects, or how many it changed. */
export interface StatementResult {
  readonly records: readonly unknown[];
  readonly affected: number;
}

/** A connection to the database, as a session uses it. What goes wrong is the driver's error. */
export interface Connection {
  /** Of TypeORM; missing where it knows nothing of the connection. */
  readonly queryRunner?: QueryRunner;

  /** A statement as this database's driver takes it. */
  run(sql: string, parameters: readonly unknown[]): Promise<StatementResult>;

  /** Begins a transaction. It may resolve before that is done: when it fails, what follows fails with the same error. */
  begin(sql: string): Promise<void>;

  /** Ends a transaction. */
  end(sql: string): Promise<void>;

  /** Runs one statement for each record, whose row's values are its parameters; how many rows that changed. SQLite only. */
  runEach<T>(sql: string, records: readonly T[], toRow: (record: T) => readonly unknown[]): Promise<number>;

  /** PostgreSQL only. */
  copyIn(sql: string, chunks: Iterable<Buffer>): Promise<void>;

  /** Gives it back to where it came from. */
  release(): Promise<void>;
}
