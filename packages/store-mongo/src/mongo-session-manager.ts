import { CacheRetrievalError, CacheTransactionError } from "@waymark/trace-core";
import { RetryCounter } from "@waymark/trace-core/adapter";
import type { ClientSession, Collection, Db, MongoClient, TransactionOptions } from "mongodb";
import pRetry, { type Options as RetryOptions } from "p-retry";

import type { CollectionName, Documents } from "./documents/collections.js";
import type { MongoSession, OpenMongoSession } from "./mongo-session.js";
import { traceDatabase } from "./trace-database.js";
import { describeFailure, isDriverError } from "./translate-error.js";

export interface MongoSessionManagerOptions {
  /**
   * How long a unit of work is retried after transient errors, in ms. Default 90,000, since the server keeps the locks
   * of a killed process until its transaction expires, by default after 60 s.
   */
  readonly retryTimeMs?: number;
  /** Maximum number of attempts of a unit of work. Default 200. */
  readonly maxAttempts?: number;
}

/** Reads one snapshot; an acknowledged commit is durable on a majority of the servers. */
const TRANSACTION: TransactionOptions = {
  readConcern: { level: "snapshot" },
  writeConcern: { w: "majority" },
  readPreference: "primary",
};

/** The unit of work of this adapter: one database session inside one transaction. */
export class MongoSessionManager {
  private readonly db: Db;
  private readonly options: Required<MongoSessionManagerOptions>;
  private readonly retryCounter = new RetryCounter("mongodb");

  constructor(
    private readonly client: MongoClient,
    databaseName: string,
    options: MongoSessionManagerOptions = {},
  ) {
    this.db = traceDatabase(client, databaseName);
    this.options = {
      retryTimeMs: options.retryTimeMs ?? 90_000,
      maxAttempts: options.maxAttempts ?? 200,
    };
  }

  /** How many times units of work were repeated after transient errors so far. */
  get retries(): number {
    return this.retryCounter.count;
  }

  /**
   * Runs `work` in one transaction: commits when it resolves, aborts when it rejects, always releases. After a
   * transient failure (write conflict, lost connection, change of the primary), the whole unit is run again: `work` may
   * run more than once, and must have no effect outside the session. If it is unknown whether the commit took effect,
   * only the commit is repeated.
   *
   * @throws CacheTransactionError the database failed permanently; has the number of attempts. Nothing was written
   *   unless `details.commit` is `unknown`
   */
  async withSession<T>(work: (session: MongoSession) => Promise<T>): Promise<T> {
    const state: UnitState = { attempts: 0, isCommitUnknown: false };
    try {
      return await this.retried(state, work);
    } catch (error) {
      if (!isDriverError(error)) throw error;
      const { summary, cause } = describeFailure(error);
      const { attempts, isCommitUnknown } = state;
      throw new CacheTransactionError(
        isCommitUnknown
          ? `${summary}; whether the last commit took effect is unknown: write the same batch again`
          : `${summary}; nothing was written`,
        { attempts, commit: isCommitUnknown ? "unknown" : "rolled-back" },
        cause,
      );
    }
  }

  /**
   * Runs `work` on one snapshot of what a majority has committed, with the retries of `withSession`.
   *
   * @throws CacheRetrievalError the database could not answer
   */
  async withReadSession<T>(work: (session: MongoSession) => Promise<T>): Promise<T> {
    const state: UnitState = { attempts: 0, isCommitUnknown: false };
    try {
      return await this.retried(state, work);
    } catch (error) {
      if (!isDriverError(error)) throw error;
      const { summary, cause } = describeFailure(error);
      throw new CacheRetrievalError(summary, { attempts: state.attempts }, cause);
    }
  }

  /** A session for a caller who manages the transaction and retries; its errors are the driver's. */
  getSession(): OpenMongoSession {
    return new DriverSession(this.db, this.client.startSession());
  }

  /** The current time by the server's clock. */
  async serverNow(): Promise<Date> {
    const { localTime } = await this.db.admin().command({ hello: 1 });
    return localTime as Date;
  }

  private retried<T>(state: UnitState, work: (session: MongoSession) => Promise<T>): Promise<T> {
    const deadline = performance.now() + this.options.retryTimeMs;
    return pRetry(
      async () => {
        if (state.attempts > 0) this.retryCounter.add();
        state.attempts += 1;
        const session = this.getSession();
        try {
          session.begin();
          const result = await work(session);
          await this.commit(session, state, deadline);
          return result;
        } finally {
          await session.release();
        }
      },
      {
        ...this.patience(deadline),
        shouldRetry: ({ error }) =>
          isDriverError(error) && describeFailure(error).isTransient && !state.isCommitUnknown,
      },
    );
  }

  /**
   * Repeats the commit while it is unknown whether it took effect, since the server carries it out only once. The unit
   * of work cannot be run again before that is known: it would find its own changes, and for instance refuse to reopen
   * the session that it has just reopened.
   */
  private commit(session: OpenMongoSession, state: UnitState, deadline: number): Promise<void> {
    return pRetry(
      async () => {
        try {
          await session.commit();
          state.isCommitUnknown = false;
        } catch (error) {
          state.isCommitUnknown = describeFailure(error).isCommitUnknown;
          throw error;
        }
      },
      {
        ...this.patience(deadline),
        shouldRetry: ({ error }) => describeFailure(error).isTransient && state.isCommitUnknown,
      },
    );
  }

  private patience(deadline: number): RetryOptions {
    return {
      retries: this.options.maxAttempts - 1,
      maxRetryTime: Math.max(0, deadline - performance.now()),
      minTimeout: 10,
      maxTimeout: 1_000,
      factor: 1.6,
      randomize: true,
    };
  }
}

/** What is known of a unit of work so far. */
interface UnitState {
  attempts: number;
  isCommitUnknown: boolean;
}

class DriverSession implements OpenMongoSession {
  constructor(
    readonly db: Db,
    readonly session: ClientSession,
  ) {}

  collection<K extends CollectionName>(name: K): Collection<Documents[K]> {
    return this.db.collection<Documents[K]>(name);
  }

  begin(): void {
    this.session.startTransaction(TRANSACTION);
  }

  async commit(): Promise<void> {
    await this.session.commitTransaction();
  }

  async rollback(): Promise<void> {
    await this.session.abortTransaction();
  }

  async release(): Promise<void> {
    // Also aborts an open transaction; the driver ignores errors of that.
    await this.session.endSession();
  }
}
