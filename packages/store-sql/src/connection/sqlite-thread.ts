import { once } from "node:events";
import { Worker } from "node:worker_threads";

import type { StatementResult } from "./connection.js";

/** Beside this module, in the published package as well. */
const WORKER = new URL("./sqlite-worker.js", import.meta.url);

export interface ThreadSettings {
  /** The absolute path of the file, and its inode: a file that has replaced it is another store. */
  readonly file: string;
  readonly inode: string;
  /** Run on the connection, in this order. */
  readonly pragmas: readonly string[];
  /** How long the start of a transaction waits for other processes. */
  readonly patienceMs: number;
}

/** A statement, to be run once with its parameters or once for each of the rows. */
export interface Question {
  readonly sql: string;
  readonly parameters?: readonly unknown[] | undefined;
  readonly rows?: readonly (readonly unknown[])[] | undefined;
  /** Whether it belongs to a transaction, and must be refused outside one. Default false. */
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

/** A thread with a connection to a SQLite file. It keeps the process alive only while it has work. */
export class SqliteThread {
  private readonly worker: Worker;
  /** The unanswered questions; they are answered in order. */
  private readonly asking: Asker[] = [];
  private gone: Error | undefined;
  private hasAnswered = false;

  /** @throws Error threads are not allowed */
  constructor(settings: ThreadSettings) {
    // Without the Node.js options of this process, such as a script on the command line, which may not suit a thread.
    this.worker = new Worker(WORKER, { workerData: settings, execArgv: [] });
    this.worker.unref();
    this.worker.on("message", (answer: Answer) => this.answered(answer));
    this.worker.on("error", (error) => this.end(error));
    this.worker.on("exit", () => this.end(new Error("it stopped")));
  }

  /** Whether it has stopped, and answers no more questions. */
  get isGone(): boolean {
    return this.gone !== undefined;
  }

  /** Whether it stopped before its first answer, as a new thread would, too. */
  get neverCame(): boolean {
    return this.isGone && !this.hasAnswered;
  }

  /** @throws Error the driver's error, or one with the code ECONNRESET if the thread stopped before it answered */
  ask(question: Question): Promise<StatementResult> {
    return new Promise((resolve, reject) => {
      if (this.gone !== undefined) return reject(this.gone);
      this.worker.postMessage(question);
      this.asking.push({ resolve, reject });
      this.worker.ref();
    });
  }

  /** Stops the thread after all questions are answered. */
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
    this.gone ??= Object.assign(new Error(`The database thread has stopped: ${cause.message}`), {
      code: "ECONNRESET",
    });
    for (const it of this.asking.splice(0)) it.reject(this.gone);
  }
}
