import type { Connection, StatementResult } from "./connection.js";
import type { Question, SqliteThread } from "./sqlite-thread.js";

/**
 * Rows in one message: enough to make messages cheap, few enough for the thread to work while further rows are built.
 */
const TOGETHER = 250;

/** Maximum number of messages in flight: enough for the rows of a batch of 5,000 mappings. */
const UNDER_WAY = 24;

/**
 * The connection of a thread to a SQLite file. Rows are built here while earlier ones are written there. The first ones
 * are sent without waiting for the thread to begin the transaction: other work may block the event loop before its
 * answer is received.
 */
export class ThreadConnection implements Connection {
  /** The start of the current transaction. */
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
    // The next call throws its error; until then, it must not count as unhandled.
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
      // Only the first failure is thrown; later ones must not count as unhandled.
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
    // If the transaction could not begin, this is refused for that reason, and the error of the begin is thrown
    // instead.
    result.catch(() => undefined);
    await begun;
    return result;
  }

  async release(): Promise<void> {
    this.onRelease();
  }
}
