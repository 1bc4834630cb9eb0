import type { Connection } from "./connection.js";
import { SqliteThread, type ThreadSettings } from "./sqlite-thread.js";
import { ThreadConnection } from "./thread-connection.js";

export interface SqliteWriterOptions {
  readonly thread: ThreadSettings;
  /** From this many records on, a unit of work is worth starting the thread. */
  readonly threadFrom: number;
}

/**
 * Writes to a SQLite file in a separate thread, so that statements and the disk do not block this process, and two
 * cores share the work. The thread is started by the first unit of work that is worth it, and again after it has
 * stopped. If threads are impossible, it takes nothing.
 */
export class SqliteWriter {
  private thread: SqliteThread | undefined;
  private isImpossible = false;

  constructor(private readonly options: SqliteWriterOptions) {}

  /**
   * Whether the thread should write a unit of work of this many records. Once started, it writes everything, so that
   * this thread does not compete with it. It also takes a unit that has failed twice because other processes held the
   * file: only a thread can wait for them without blocking.
   */
  takes(records: number, attempt: number): boolean {
    const { threadFrom } = this.options;
    // A bundler may have omitted the file of the thread.
    this.isImpossible ||= this.thread?.neverCame === true;
    if (this.isImpossible) return false;
    return this.thread !== undefined || records >= threadFrom || (attempt > 2 && threadFrom !== Infinity);
  }

  /** Its only connection, which must not be in use; undefined if threads are not allowed. */
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
