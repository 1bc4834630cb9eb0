import { setImmediate } from "node:timers/promises";

import { Mutex, withTimeout, type MutexInterface } from "async-mutex";
import pRetry from "p-retry";
import type { DataSource } from "typeorm";
import { CacheRetrievalError, CacheTransactionError } from "@waymark/trace-core";
import { RetryCounter } from "@waymark/trace-core/adapter";

import type { StoreConnection } from "./connection/connect.js";
import { ConnectionSession } from "./connection/connection-session.js";
import { QueryRunnerConnection } from "./connection/query-runner-connection.js";
import { dialectOf } from "./dialect/dialect-of.js";
import type { SqlDialect } from "./dialect/sql-dialect.js";
import { tableNaming, type TableNaming } from "./schema/table-name.js";
import type { OpenSqlSession, SqlSession } from "./sql-session.js";
import { DatabaseError, describeFailure, waitedTooLong, type DatabaseFailure } from "./translate-error.js";

export interface SqlSessionManagerOptions {
  /** Schema of the tables, PostgreSQL only. Default: the connection's search path. */
  readonly schema?: string;
  /** How long a unit of work waits for the single connection of SQLite, in ms. Default 60,000. */
  readonly waitTimeoutMs?: number;
  /** How long a unit of work is retried after transient errors, in ms. Default 30,000. */
  readonly retryTimeMs?: number;
  /** Maximum number of attempts of a unit of work. Default 50. */
  readonly maxAttempts?: number;
}

export interface UnitOptions {
  /**
   * Whether the work is a single statement, which is a transaction and a snapshot by itself, so that none is begun. For
   * work that writes, this applies only to the first attempt. Default false.
   */
  readonly isOneStatement?: boolean;
  /** How many records the work writes, if known in advance. Default 0. */
  readonly records?: number;
}

/** Work to be run in one database session, and how to retry it. */
interface Unit<T> {
  readonly mode: "write" | "read" | "one-write" | "one-read";
  readonly open: (attempt: number) => Promise<OpenSqlSession>;
  readonly work: (session: SqlSession, attempt: number) => Promise<T>;
  readonly onCommitUnknown?: () => void;
  readonly giveUp: (failure: DatabaseFailure, attempts: number) => Error;
}

/** Guards the single connection of a DataSource, which several session managers may share. */
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
 * On SQLite, all units run one after another, including reads: TypeORM has only one connection there, and overlapping
 * transactions on it would merge into one. Units that are written in a thread run one after another in that thread, and
 * reads do not wait for them.
 */
export class SqlSessionManager {
  readonly dialect: SqlDialect;
  /** Schema of the tables; undefined for the connection's search path. */
  readonly schema: string | undefined;
  private readonly table: TableNaming;
  private readonly turn: MutexInterface | null;
  private readonly writeTurn: MutexInterface;
  private readonly options: Required<Omit<SqlSessionManagerOptions, "schema">>;
  private readonly retryCounter: RetryCounter;

  constructor(
    private readonly dataSource: DataSource,
    options: SqlSessionManagerOptions = {},
    private readonly own: Pick<StoreConnection, "writer" | "checkInPlace"> = {},
  ) {
    this.dialect = dialectOf(dataSource);
    this.retryCounter = new RetryCounter(this.dialect.isInProcess ? "sqlite" : "postgresql");
    this.schema = options.schema;
    this.table = tableNaming(options.schema);
    this.options = {
      waitTimeoutMs: options.waitTimeoutMs ?? 60_000,
      retryTimeMs: options.retryTimeMs ?? 30_000,
      maxAttempts: options.maxAttempts ?? 50,
    };
    const patient = (turn: MutexInterface): MutexInterface =>
      withTimeout(turn, this.options.waitTimeoutMs, waitedTooLong(this.options.waitTimeoutMs));
    this.turn = this.dialect.isSerial ? patient(turnOf(dataSource)) : null;
    this.writeTurn = patient(new Mutex());
  }

  /** How many times units of work were repeated after transient errors so far. */
  get retries(): number {
    return this.retryCounter.count;
  }

  /**
   * Runs `work` in one transaction: commits when it resolves, rolls back when it rejects, always releases. After a
   * transient failure (deadlock, serialization failure, busy database, lost connection), the whole unit is run again,
   * even if the connection was lost during the commit: `work` may run more than once, and must be written for that. It
   * receives the number of the attempt, from 1. After a duplicate key, it gets one more attempt.
   *
   * @throws CacheTransactionError the database failed permanently; has the number of attempts. Nothing was written
   *   unless `details.commit` is `unknown`, as it also is if the SQLite file was removed or replaced meanwhile
   */
  async withSession<T>(
    work: (session: SqlSession, attempt: number) => Promise<T>,
    { isOneStatement = false, records = 0 }: UnitOptions = {},
  ): Promise<T> {
    let isCommitUnknown = false;
    const result = await this.retried({
      mode: isOneStatement ? "one-write" : "write",
      open: (attempt) => this.writingSession(records, attempt),
      work,
      onCommitUnknown: () => (isCommitUnknown = true),
      giveUp: ({ summary, cause }, attempts) =>
        new CacheTransactionError(
          isCommitUnknown
            ? `${summary}; whether the last commit took effect is unknown: write the same batch again`
            : `${summary}; nothing was written`,
          { attempts, commit: isCommitUnknown ? "unknown" : "rolled-back" },
          cause,
        ),
    });
    this.checkInPlace();
    return result;
  }

  /**
   * Runs `work` on one snapshot of the committed records, with the retries of `withSession`.
   *
   * @throws CacheRetrievalError the database could not answer
   */
  async withReadSession<T>(
    work: (session: SqlSession) => Promise<T>,
    { isOneStatement = false }: UnitOptions = {},
  ): Promise<T> {
    return this.retried({
      mode: isOneStatement ? "one-read" : "read",
      open: () => this.getSession(),
      work,
      giveUp: ({ summary, cause }, attempts) => new CacheRetrievalError(summary, { attempts }, cause),
    });
  }

  /**
   * A session for a caller who manages the transaction and retries; its errors have the code `database`. On SQLite, all
   * other units of work wait until it is released.
   */
  async getSession(): Promise<OpenSqlSession> {
    const giveTurn = this.turn === null ? () => undefined : await this.turn.acquire();
    // SQLite answers synchronously: without this, a loop of calls would block everything else in this process, even the
    // answers of the thread.
    if (this.dialect.isSerial) await setImmediate();
    const connection = new QueryRunnerConnection(
      this.dataSource.createQueryRunner(),
      this.dialect.isInProcess,
      giveTurn,
    );
    return new ConnectionSession(connection, this.dialect, this.table);
  }

  private checkInPlace(): void {
    try {
      this.own.checkInPlace?.();
    } catch (error) {
      const { summary, cause } = describeFailure(error);
      const message = `${summary}; what was written to it is lost`;
      throw new CacheTransactionError(message, { attempts: 1, commit: "unknown" }, cause);
    }
  }

  private async writingSession(records: number, attempt: number): Promise<OpenSqlSession> {
    const { writer } = this.own;
    if (writer?.takes(records, attempt) === true) {
      const giveTurn = await this.writeTurn.acquire();
      const connection = writer.connect(giveTurn);
      if (connection !== undefined) return new ConnectionSession(connection, this.dialect, this.table);
      giveTurn();
    }
    return this.getSession();
  }

  private async retried<T>(unit: Unit<T>): Promise<T> {
    let attempts = 0;
    let wasTransient = false;
    const work = (): Promise<T> => {
      if (wasTransient) this.retryCounter.add();
      return attempt(unit, (attempts += 1));
    };
    try {
      return await pRetry(work, {
        retries: this.options.maxAttempts - 1,
        maxRetryTime: this.options.retryTimeMs,
        minTimeout: 10,
        maxTimeout: 1_000,
        factor: 1.6,
        randomize: true,
        shouldRetry: ({ error }) => {
          if (!(error instanceof DatabaseError)) return false;
          wasTransient = error.failure.isTransient;
          return wasTransient || (error.failure.isDuplicate && attempts === 1);
        },
      });
    } catch (error) {
      throw error instanceof DatabaseError ? unit.giveUp(error.failure, attempts) : error;
    }
  }
}

async function attempt<T>(
  { mode, open, work, onCommitUnknown = () => undefined }: Unit<T>,
  attempts: number,
): Promise<T> {
  const session = await open(attempts);
  try {
    if (mode === "one-read") return await work(session, attempts);
    if (mode === "one-write" && attempts === 1)
      return await noting(() => work(session, attempts), onCommitUnknown);
    await session.begin(mode === "read" ? "read" : "write");
    const result = await work(session, attempts);
    await noting(() => session.commit(), onCommitUnknown);
    return result;
  } finally {
    await session.release();
  }
}

/** Runs a call that commits, and reports if the connection was lost meanwhile. */
async function noting<T>(committing: () => Promise<T>, onCommitUnknown: () => void): Promise<T> {
  try {
    return await committing();
  } catch (error) {
    if (error instanceof DatabaseError && error.failure.isConnectionLost) onCommitUnknown();
    throw error;
  }
}
