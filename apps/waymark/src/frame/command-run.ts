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
  /** Whether opening may change the schema. Default: `auto` for what writes, `check` for what reads. */
  readonly migrate?: "auto" | "check";
}

/** One command at work: its context, what every command was asked for, and what it says. */
export class CommandRun {
  readonly output: Output;

  constructor(
    readonly context: CommandContext,
    readonly global: GlobalOptions,
  ) {
    this.output = new Output(context, global);
  }

  /** The store as it may be shown. */
  get shownStore(): string {
    return redactUrl(this.global.store);
  }

  /** Whether another command can read what this one writes. */
  get keepsTrace(): boolean {
    return !isInMemory(this.global.store);
  }

  /** What a command line that is to be typed next needs to find the same store; empty where that goes without saying. */
  get storeArgument(): string {
    const { store } = this.global;
    return store === storeOf(this.context.env) ? "" : ` --store ${quoted(redactUrl(store))}`;
  }

  /** A path as the user means it. */
  path(given: string): string {
    return resolve(this.context.cwd, given);
  }

  /** A line on a terminal's standard error about work that takes longer than a second. Whoever asks for it ends it. */
  progress(): ProgressLine {
    return new ProgressLine(this.context, this.global);
  }

  /**
   * As the context's, and says at once that the interrupt has arrived: what is at work may take its time, also forever where a
   * database does not answer.
   *
   * @param meanwhile what is done until then
   */
  interruption(meanwhile: string): Interruption {
    const interruption = this.context.interruption();
    const told = (): void => {
      // A terminal shows ^C where the cursor stood.
      const start = this.context.isTerminal.stderr ? "\n" : "";
      this.output.note(`${start}stopping: ${meanwhile}; interrupt again to exit at once`);
    };
    interruption.signal.addEventListener("abort", told, { once: true });
    return interruption;
  }

  /**
   * Opens the store, does the work and closes the store, whatever happens.
   *
   * @param access what reads makes no store: an SQLite file must be there. What writes makes it, and its folder
   * @throws NoTraceError there is nothing to read
   * @throws as `openStore`, and what the work throws
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
   * The same for work that does no more than write what it was given: a file that is no store yet becomes one only when there is
   * something to write. Every other store is opened at once, so that what is wrong with it is told first.
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
      // As a file that is not there.
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
