import { Mutex, withTimeout, type MutexInterface } from "async-mutex";
import pRetry from "p-retry";
import type { DataSource } from "typeorm";
import { CacheRetrievalError, CacheTransactionError } from "@waymark/trace-core";

import { dialectOf } from "./dialect/dialect-of.js";
import type { SqlDialect } from "./dialect/sql-dialect.js";
import { QueryRunnerSession } from "./query-runner-session.js";
import { tableNaming, type TableNaming } from "./schema/table-name.js";
import type { OpenSqlSession, SqlSession } from "./sql-session.js";
import { DatabaseError, waitedTooLong, type DatabaseFailure } from "./translate-error.js";

export interface SqlSessionManagerOptions {
  /** Schema of the tables, PostgreSQL only. Default: the connection's search path. */
  readonly schema?: string;
  /** How long a unit of work waits for its turn on the one connection of SQLite, in ms. Default 60,000. */
  readonly waitTimeoutMs?: number;
  /** How long a unit of work is tried again after transient errors, in ms. Default 30,000. */
  readonly retryTimeMs?: number;
  /** How often a unit of work is tried at most. Default 50. */
  readonly maxAttempts?: number;
}

export interface UnitOptions {
  /**
   * The work is a single statement, which is a transaction, and a snapshot, by itself: no other is begun. Of a unit that
   * writes this holds for the first attempt. Default false.
   */
  readonly isOneStatement?: boolean;
}

type Mode = "write" | "read" | "one-write" | "one-read";

/** Who may use the one connection of a DataSource, also when several session managers share it. */
const turns = new WeakMap<DataSource, Mutex>();

function turnOf(dataSource: DataSource): Mutex {
  const known = turns.get(dataSource);
  if (known !== undefined) return known;
  const turn = new Mutex();
  turns.set(dataSource, turn);
  return turn;
}

/**
 * The unit of work of this adapter: one database session inside one transaction.
 *
 * On SQLite all units go one after another, reads too: TypeORM has one connection there, and overlapping transactions on
 * it would become one.
 */
export class SqlSessionManager {
  readonly dialect: SqlDialect;
  /** Of the tables; undefined for the connection's search path. */
  readonly schema: string | undefined;
  private readonly table: TableNaming;
  private readonly turn: MutexInterface | null;
  private readonly options: Required<Omit<SqlSessionManagerOptions, "schema">>;

  constructor(
    private readonly dataSource: DataSource,
    options: SqlSessionManagerOptions = {},
  ) {
    this.dialect = dialectOf(dataSource);
    this.schema = options.schema;
    this.table = tableNaming(options.schema);
    this.options = {
      waitTimeoutMs: options.waitTimeoutMs ?? 60_000,
      retryTimeMs: options.retryTimeMs ?? 30_000,
      maxAttempts: options.maxAttempts ?? 50,
    };
    this.turn = this.dialect.isSerial
      ? withTimeout(turnOf(dataSource), this.options.waitTimeoutMs, waitedTooLong(this.options.waitTimeoutMs))
      : null;
  }

  /**
   * Runs `work` in one transaction: commits when it resolves, rolls back when it rejects, always releases. On a transient
   * failure (deadlock, serialization failure, busy database, lost connection) the whole unit is run again, also when the
   * connection was lost while committing: `work` must bear being run twice. It is told which attempt it is, from 1; after
   * a row that was there already it gets one more.
   *
   * @throws CacheTransactionError the database failed for good, with the number of attempts; nothing was written unless
   *   `details.commit` is `unknown`
   */
  async withSession<T>(
    work: (session: SqlSession, attempt: number) => Promise<T>,
    { isOneStatement = false }: UnitOptions = {},
  ): Promise<T> {
    let isCommitUnknown = false;
    return this.retried(
      isOneStatement ? "one-write" : "write",
      work,
      () => (isCommitUnknown = true),
      ({ summary, cause }, attempts) =>
        new CacheTransactionError(
          isCommitUnknown
            ? `${summary}; whether the last commit took effect is unknown: write the same batch again`
            : `${summary}; nothing was written`,
          { attempts, commit: isCommitUnknown ? "unknown" : "rolled-back" },
          cause,
        ),
    );
  }

  /**
   * Runs `work` on one snapshot of what is committed; tried again as `withSession` does.
   *
   * @throws CacheRetrievalError the database could not answer
   */
  async withReadSession<T>(
    work: (session: SqlSession) => Promise<T>,
    { isOneStatement = false }: UnitOptions = {},
  ): Promise<T> {
    return this.retried(
      isOneStatement ? "one-read" : "read",
      work,
      () => undefined,
      ({ summary, cause }, attempts) => new CacheRetrievalError(summary, { attempts }, cause),
    );
  }

  /**
   * A session for a caller who manages the transaction, and the tries; its errors have the code `database`. On SQLite
   * everybody else waits until it is released.
   */
  async getSession(): Promise<OpenSqlSession> {
    const giveTurn = this.turn === null ? () => undefined : await this.turn.acquire();
    return new QueryRunnerSession(this.dataSource.createQueryRunner(), this.dialect, this.table, giveTurn);
  }

  private async retried<T>(
    mode: Mode,
    work: (session: SqlSession, attempt: number) => Promise<T>,
    onCommitUnknown: () => void,
    giveUp: (failure: DatabaseFailure, attempts: number) => Error,
  ): Promise<T> {
    let attempts = 0;
    try {
      return await pRetry(
        () => {
          attempts += 1;
          const modeNow = mode === "one-write" && attempts > 1 ? "write" : mode;
          return this.attempt(modeNow, (session) => work(session, attempts), onCommitUnknown);
        },
        {
          retries: this.options.maxAttempts - 1,
          maxRetryTime: this.options.retryTimeMs,
          minTimeout: 10,
          maxTimeout: 1_000,
          factor: 1.6,
          randomize: true,
          shouldRetry: ({ error }) =>
            error instanceof DatabaseError &&
            (error.failure.isTransient || (error.failure.isDuplicate && attempts === 1)),
        },
      );
    } catch (error) {
      throw error instanceof DatabaseError ? giveUp(error.failure, attempts) : error;
    }
  }

  private async attempt<T>(
    mode: Mode,
    work: (session: SqlSession) => Promise<T>,
    onCommitUnknown: () => void,
  ): Promise<T> {
    const session = await this.getSession();
    try {
      if (mode === "one-read") return await work(session);
      if (mode === "one-write") return await noting(() => work(session), onCommitUnknown);
      await session.begin(mode);
      const result = await work(session);
      await noting(() => session.commit(), mode === "write" ? onCommitUnknown : () => undefined);
      return result;
    } finally {
      await session.release();
    }
  }
}

/** Runs what commits, and says so when the connection went meanwhile. */
async function noting<T>(committing: () => Promise<T>, onCommitUnknown: () => void): Promise<T> {
  try {
    return await committing();
  } catch (error) {
    if (error instanceof DatabaseError && error.failure.isConnectionLost) onCommitUnknown();
    throw error;
  }
}
