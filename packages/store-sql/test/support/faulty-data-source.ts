import Database from "libsql";
import pg from "pg";
import { DataSource } from "typeorm";

/** An error that a driver throws. */
export interface DriverFault {
  readonly code: string;
  readonly message: string;
}

/** Makes the driver fail at statements that match a pattern, as if the database had failed. */
export class Faults {
  private pending: { pattern: RegExp; fault: DriverFault; times: number }[] = [];

  /** Makes the next `times` matching statements fail. */
  at(pattern: RegExp, fault: DriverFault, times = 1): void {
    this.pending.push({ pattern, fault, times });
  }

  clear(): void {
    this.pending = [];
  }

  /** The error with which this statement must fail, if any. */
  of(sql: string): Error | undefined {
    const it = this.pending.find(({ pattern, times }) => times > 0 && pattern.test(sql));
    if (it === undefined) return undefined;
    it.times -= 1;
    return Object.assign(new Error(it.fault.message), { code: it.fault.code });
  }
}

export interface FaultyDataSource {
  readonly dataSource: DataSource;
  readonly faults: Faults;
}

/** The real SQLite driver, with faults. */
export async function faultySqlite(database: string): Promise<FaultyDataSource> {
  const faults = new Faults();
  class FaultyDatabase extends Database {
    override prepare = ((sql: string) => {
      const statement = super.prepare(sql);
      const failing =
        <Result>(method: (...parameters: unknown[]) => Result) =>
        (...parameters: unknown[]): Result => {
          const fault = faults.of(sql);
          if (fault !== undefined) throw fault;
          return method.apply(statement, parameters);
        };
      const run = failing(statement.run);
      const all = failing(statement.all);
      return Object.assign(Object.create(statement) as Database.Statement, { run, all });
    }) as Database.Database["prepare"];

    override exec(sql: string): this {
      const fault = faults.of(sql);
      if (fault !== undefined) throw fault;
      return super.exec(sql);
    }
  }
  const dataSource = await new DataSource({
    type: "better-sqlite3",
    database,
    driver: FaultyDatabase,
    enableWAL: true,
  }).initialize();
  return { dataSource, faults };
}

/** The real PostgreSQL driver, with faults. */
export async function faultyPostgres(url: string): Promise<FaultyDataSource> {
  const faults = new Faults();
  class FaultyClient extends pg.Client {
    // TypeORM calls it with text and parameters, and awaits the promise.
    override query = ((sql: string, ...rest: never[]) => {
      const fault = faults.of(sql);
      return fault === undefined ? (super.query(sql, ...rest) as unknown) : Promise.reject(fault);
    }) as pg.Client["query"];
  }
  const dataSource = await new DataSource({
    type: "postgres",
    url,
    driver: pg,
    poolSize: 2,
    extra: { Client: FaultyClient },
  }).initialize();
  return { dataSource, faults };
}
