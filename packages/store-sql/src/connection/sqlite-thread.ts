import { once } from "node:events";
import { Worker } from "node:worker_threads";

import type { StatementResult } from "./connection.js";

/** Beside this module, also in the published package. */
const WORKER = new URL("./sqlite-worker.js", import.meta.url);

export interface ThreadSettings {
  /** An absolute path, and the inode that it has: a file that took its place meanwhile is another store. */
  readonly file: string;
  readonly inode: string;
  /** Of the connection, in their order. */
  readonly pragmas: readonly string[];
  /** How long a transaction waits for other processes until it has begun. */
  readonly patienceMs: number;
}

/** A statement, run once with its parameters or once for each of the rows. */
export interface Question {
  readonly sql: string;
  readonly parameters?: readonly unknown[] | undefined;
  readonly rows?: readonly (readonly unknown[])[] | undefined;
  /** It belongs to the transaction that was to begin before it, and is refused when there is none. Default false. */
  readonly isWithin?: boolean;
}

export type Answer =
  | StatementResult
  | {
      readonly failure: {
        readonly name: string;
        readonly message: string;
        readonly code: string | undefined;
      };
    };

interface Asker {
  resolve(result: StatementResult): void;
  reject(error: Error): void;
}

/** The thread that has a connection to a SQLite file. It keeps the process alive while it has something to do. */
export class SqliteThread {
  private readonly worker: Worker;
  /** Questions are answered in their order. */
  private readonly asking: Asker[] = [];
  private gone: Error | undefined;
  private hasAnswered = false;

  /** @throws where threads are not allowed */
  constructor(settings: ThreadSettings) {
    // What this process was started with may not fit a thread, such as a script on the command line.
    this.worker = new Worker(WORKER, { workerData: settings, execArgv: [] });
    this.worker.unref();
    this.worker.on("message", (answer: Answer) => this.answered(answer));
    this.worker.on("error", (error) => this.end(error));
    this.worker.on("exit", () => this.end(new Error("it stopped")));
  }

  /** Whether it stopped, and answers no more. */
  get isGone(): boolean {
    return this.gone !== undefined;
  }

  /** Whether it stopped before it ever answered, as it would again. */
  get neverCame(): boolean {
    return this.isGone && !this.hasAnswered;
  }

  /** @throws the driver's error, or one with the code ECONNRESET when the thread stopped before it answered */
  ask(question: Question): Promise<StatementResult> {
    return new Promise((resolve, reject) => {
      if (this.gone !== undefined) return reject(this.gone);
      this.worker.postMessage(question);
      this.asking.push({ resolve, reject });
      this.worker.ref();
    });
  }

  /** Once all questions are answered. */
  async close(): Promise<void> {
    if (this.isGone) return;
    const gone = once(this.worker, "exit");
    this.worker.ref();
    this.worker.postMessage("close");
    await gone;
  }

  private answered(answer: Answer): void {
    this.hasAnswered = true;
    const asker = this.asking.shift();
    if (this.asking.length === 0) this.worker.unref();
    if ("failure" in answer) {
      const { message, ...rest } = answer.failure;
      asker?.reject(Object.assign(new Error(message), rest));
    } else {
      asker?.resolve(answer);
    }
  }

  private end(cause: Error): void {
    this.gone ??= Object.assign(new Error(`The thread of the database is gone: ${cause.message}`), {
      code: "ECONNRESET",
    });
    for (const it of this.asking.splice(0)) it.reject(this.gone);
  }
}
