import type { Connection, StatementResult } from "./connection.js";
import type { Question, SqliteThread } from "./sqlite-thread.js";

/** Rows that travel together: enough to make the way cheap, few enough for the thread to begin while others are made. */
const TOGETHER = 250;

/** How many such are under way at most; the rows of a batch of 5,000 mappings and more. */
const UNDER_WAY = 24;

/**
 * The connection that a thread has to a SQLite file. Rows are made here while those before them are written there, and the
 * first ones are on their way before the thread has begun: whoever comes first here may keep this process busy for a while.
 */
export class ThreadConnection implements Connection {
  /** Of the transaction that is under way. */
  private begun: Promise<unknown> | undefined;

  constructor(
    private readonly thread: SqliteThread,
    private readonly onRelease: () => void,
  ) {}

  run(sql: string, parameters: readonly unknown[]): Promise<StatementResult> {
    // The driver takes no booleans.
    return this.ask({ sql, parameters: parameters.map((it) => (typeof it === "boolean" ? Number(it) : it)) });
  }

  async begin(sql: string): Promise<void> {
    this.begun = this.thread.ask({ sql, parameters: [] });
    // Whatever is asked next fails with it; only until then it must not count as unhandled.
    this.begun.catch(() => undefined);
  }

  async end(sql: string): Promise<void> {
    await this.ask({ sql, parameters: [] });
    this.begun = undefined;
  }

  async runEach<T>(
    sql: string,
    records: readonly T[],
    toRow: (record: T) => readonly unknown[],
  ): Promise<number> {
    const results: Promise<StatementResult>[] = [];
    for (let start = 0; start < records.length; start += TOGETHER) {
      await results[results.length - UNDER_WAY];
      const result = this.ask({ sql, rows: records.slice(start, start + TOGETHER).map(toRow) });
      // The first that fails is the one to be told of; those after it fail unheard.
      result.catch(() => undefined);
      results.push(result);
    }
    return (await Promise.all(results)).reduce((sum, it) => sum + it.affected, 0);
  }

  copyIn(): Promise<void> {
    return Promise.reject(new TypeError("SQLite has no COPY"));
  }

  private async ask(question: Question): Promise<StatementResult> {
    const { begun } = this;
    if (begun === undefined) return this.thread.ask(question);
    const result = this.thread.ask({ ...question, isWithin: true });
    // Given back below, unless the transaction could not begin: then that is why this was refused, and what is thrown.
    result.catch(() => undefined);
    await begun;
    return result;
  }

  async release(): Promise<void> {
    this.onRelease();
  }
}
