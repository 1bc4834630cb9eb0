import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import type { ClientBase } from "pg";
import type { QueryResult, QueryRunner } from "typeorm";

import type { Connection, StatementResult } from "./connection.js";

/** The part of the SQLite driver that is used here. */
interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): { run(parameters: readonly unknown[]): { readonly changes: number } };
}

/** The connection of a query runner of TypeORM. */
export class QueryRunnerConnection implements Connection {
  constructor(
    readonly queryRunner: QueryRunner,
    private readonly isSqlite: boolean,
    private readonly onRelease: () => void,
  ) {}

  async run(sql: string, parameters: readonly unknown[]): Promise<StatementResult> {
    const { records, affected }: QueryResult = await this.queryRunner.query(sql, [...parameters], true);
    return { records: records as unknown[], affected: affected ?? 0 };
  }

  begin(sql: string): Promise<void> {
    return this.exec(sql);
  }

  end(sql: string): Promise<void> {
    return this.exec(sql);
  }

  private async exec(sql: string): Promise<void> {
    if (!this.isSqlite) {
      await this.queryRunner.query(sql);
      return;
    }
    // Not with TypeORM: a statement that it prepared, and that failed because the file was locked, would remain in
    // progress. Until it ran again, this connection would keep reading an old snapshot, and miss what others have
    // written.
    ((await this.queryRunner.connect()) as SqliteDatabase).exec(sql);
  }

  async runEach<T>(
    sql: string,
    records: readonly T[],
    toRow: (record: T) => readonly unknown[],
  ): Promise<number> {
    // Directly with the driver: TypeORM prepares and awaits every single call, which takes several times as long.
    const statement = ((await this.queryRunner.connect()) as SqliteDatabase).prepare(sql);
    let changes = 0;
    for (const it of records) changes += statement.run(toRow(it)).changes;
    return changes;
  }

  async copyIn(sql: string, chunks: Iterable<Buffer>): Promise<void> {
    const client = (await this.queryRunner.connect()) as ClientBase;
    const { from: copyFrom } = await import("pg-copy-streams");
    await pipeline(Readable.from(chunks), client.query(copyFrom(sql)));
  }

  async release(): Promise<void> {
    try {
      await this.queryRunner.release();
    } finally {
      this.onRelease();
    }
  }
}
