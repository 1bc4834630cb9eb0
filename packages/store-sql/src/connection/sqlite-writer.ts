import type { Connection } from "./connection.js";
import { SqliteThread, type ThreadSettings } from "./sqlite-thread.js";
import { ThreadConnection } from "./thread-connection.js";

export interface SqliteWriterOptions {
  readonly thread: ThreadSettings;
  /** From how many records on a unit of work is worth starting the thread. */
  readonly threadFrom: number;
}

/**
 * Writes to a SQLite file in a thread of its own: statements and the disk hold up nobody here, and two cores share the
 * work. The thread is started by the first unit of work that is worth it, and anew after it stopped. Where none can be had,
 * it takes nothing.
 */
export class SqliteWriter {
  private thread: SqliteThread | undefined;
  private isImpossible = false;

  constructor(private readonly options: SqliteWriterOptions) {}

  /**
   * Whether it writes a unit of work of so many records: all, once the thread runs, so that nobody else stands in its way;
   * and what failed before, since others hold the file, for whom only a thread can wait.
   */
  takes(records: number, attempt: number): boolean {
    const { threadFrom } = this.options;
    // A bundler may have left the thread's file behind.
    this.isImpossible ||= this.thread?.neverCame === true;
    if (this.isImpossible) return false;
    return this.thread !== undefined || records >= threadFrom || (attempt > 2 && threadFrom !== Infinity);
  }

  /** Its one connection, which nobody has at the time; undefined where threads are not allowed. */
  connect(onRelease: () => void): Connection | undefined {
    try {
      if (this.thread === undefined || this.thread.isGone)
        this.thread = new SqliteThread(this.options.thread);
      return new ThreadConnection(this.thread, onRelease);
    } catch {
      this.isImpossible = true;
      return undefined;
    }
  }

  async close(): Promise<void> {
    await this.thread?.close();
  }
}
