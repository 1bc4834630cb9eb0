import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";

import { isInMemory, openStore, sqliteFile } from "@waymark/open-store";
import { isWaymarkError, redactUrl, StoreOpenError, type TraceStore } from "@waymark/trace-core";

import type { CommandContext, Interruption } from "./command-context.js";
import { storeOf, type GlobalOptions } from "./global-options.js";
import { LateStore } from "./store/late-store.js";
import { makeFolder } from "./store/make-folder.js";
import { NoTraceError } from "./store/no-trace-error.js";
import { Output } from "./output/output.js";
import { ProgressLine } from "./output/progress-line.js";
import { quoted } from "./output/quoted.js";
import { whyUnwritable } from "./output/why-unwritable.js";

export interface WithStoreOptions {
  /** Whether opening may change the schema. Default: `auto` for writing, `check` for reading. */
  readonly migrate?: "auto" | "check";
}

/** One run of a command: its context, its global options, and its output. */
export class CommandRun {
  readonly output: Output;

  constructor(
    readonly context: CommandContext,
    readonly global: GlobalOptions,
  ) {
    this.output = new Output(context, global);
  }

  /** The store's URL without password. */
  get shownStore(): string {
    return redactUrl(this.global.store);
  }

  /** Whether the trace outlives this command, so that another one can read it. */
  get keepsTrace(): boolean {
    return !isInMemory(this.global.store);
  }

  /** The option with which another command finds the same store; empty if that is the default. */
  get storeArgument(): string {
    const { store } = this.global;
    return store === storeOf(this.context.env) ? "" : ` --store ${quoted(redactUrl(store))}`;
  }

  /** Resolves a path given by the user. */
  path(given: string): string {
    return resolve(this.context.cwd, given);
  }

  /** A progress line on standard error, shown only on a terminal and after a second. The caller has to end it. */
  progress(): ProgressLine {
    return new ProgressLine(this.context, this.global);
  }

  /**
   * Like the context's `interruption`, but confirms the interrupt at once: the current work may take some time, or
   * forever if a database does not answer.
   *
   * @param meanwhile what is done until the command ends
   */
  interruption(meanwhile: string): Interruption {
    const interruption = this.context.interruption();
    const told = (): void => {
      // A terminal prints ^C at the cursor.
      const start = this.context.isTerminal.stderr ? "\n" : "";
      this.output.note(`${start}stopping: ${meanwhile}; interrupt again to exit at once`);
    };
    interruption.signal.addEventListener("abort", told, { once: true });
    return interruption;
  }

  /**
   * Opens the store, does the work and closes the store in any case.
   *
   * @param access reading never creates a store: an SQLite file must exist. Writing creates it, and its folder
   * @throws NoTraceError there is nothing to read
   * @throws the errors of `openStore` and of the work
   */
  async withStore<T>(
    access: "read" | "write",
    work: (store: TraceStore) => Promise<T>,
    options: WithStoreOptions = {},
  ): Promise<T> {
    const store = await this.openStore(access, options);
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  /**
   * Like `withStore`, for work that only writes what it reads elsewhere: a missing SQLite file is only created when
   * there is something to write. Any other store is opened at once, so that its problems are reported first.
   */
  async withWriter<T>(
    work: (store: Pick<TraceStore, "write" | "getSession" | "reopenSession">) => Promise<T>,
  ): Promise<T> {
    const file = sqliteFile(this.global.store, this.context.cwd);
    if (file === null || existsSync(file)) return this.withStore("write", work);
    const store = new LateStore(() => this.openStore("write"));
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  private async openStore(
    access: "read" | "write",
    { migrate = access === "read" ? "check" : "auto" }: WithStoreOptions = {},
  ): Promise<TraceStore> {
    const { cwd } = this.context;
    const file = sqliteFile(this.global.store, cwd);
    if (file !== null && access === "read" && !existsSync(file)) throw new NoTraceError(this.shownStore);
    if (file !== null && access === "write") await makeTraceFolder(dirname(file));
    try {
      return await openStore(this.global.store, { folder: cwd, migrate });
    } catch (error) {
      // Treated like a missing file.
      const isEmpty = isWaymarkError(error, "schema-version") && error.details.isEmpty === true;
      throw isEmpty && access === "read" ? new NoTraceError(this.shownStore) : error;
    }
  }
}

/** @throws StoreOpenError */
async function makeTraceFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
  } catch (error) {
    throw new StoreOpenError(
      `cannot create the folder ${folder} for the trace: ${whyUnwritable(error)}, or name another store with --store`,
      { folder },
      error,
    );
  }
}
