import type { Connection } from "./connection.js";
import { SqliteThread, type ThreadSettings } from "./sqlite-thread.js";
import { ThreadConnection } from "./thread-connection.js";

export interface SqliteWriterOptions extends ThreadSettings {
  /** From how many records on a unit of work is worth starting the thread. */
  readonly threadFrom: number;
}

/**
 * Writes to a SQLite file in a thread of its own: statements and the disk hold up nobody here, and two cores share the
 * work. The thread is started by the first unit of work that is worth it, and anew after it stopped.
 */
export class SqliteWriter {
  private thread: SqliteThread | undefined;

  constructor(private readonly options: SqliteWriterOptions) {}

  /** Whether it writes a unit of work of so many records: all, once the thread runs, so that nobody else stands in its way. */
  takes(records: number): boolean {
    return this.thread !== undefined || records >= this.options.threadFrom;
  }

  /** Its one connection; whoever had it before has released it. */
  connect(onRelease: () => void): Connection {
    if (this.thread === undefined || this.thread.isGone) this.thread = new SqliteThread(this.options);
    return new ThreadConnection(this.thread, onRelease);
  }

  async close(): Promise<void> {
    await this.thread?.close();
  }
}
