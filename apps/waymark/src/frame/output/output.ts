import { once } from "node:events";

import pico from "picocolors";

import type { CommandContext } from "../command-context.js";
import type { GlobalOptions } from "../global-options.js";
import { OutputClosedError } from "./output-closed-error.js";
import { OutputFailedError } from "./output-failed-error.js";

/** What a command says: what was asked for on standard output, everything else on standard error. */
export class Output {
  /** For what goes to standard output: colours on a terminal only, and not when NO_COLOR asks for none. */
  readonly colors: ReturnType<typeof pico.createColors>;
  private failure: NodeJS.ErrnoException | undefined;

  constructor(
    private readonly context: CommandContext,
    private readonly options: Pick<GlobalOptions, "json" | "quiet" | "verbose">,
  ) {
    const { stdout, env, isTerminal } = context;
    this.colors = pico.createColors(isTerminal.stdout && !env.NO_COLOR && env.TERM !== "dumb");
    stdout.on("error", (error: NodeJS.ErrnoException) => {
      this.failure ??= error;
    });
  }

  get isJson(): boolean {
    return this.options.json;
  }

  /**
   * Writes text to standard output, and waits while its reader is busy.
   *
   * @throws OutputClosedError nobody reads any more (`| head`); the command ends quietly
   * @throws OutputFailedError it cannot be written, such as to a full disk
   */
  async write(text: string): Promise<void> {
    const { stdout } = this.context;
    this.checkWritable();
    if (!stdout.write(text)) await this.drained();
    this.checkWritable();
  }

  /** What `--json` asks for: one document. Dates are written in ISO 8601. */
  async document(value: object): Promise<void> {
    await this.write(`${JSON.stringify(value, null, 2)}\n`);
  }

  /** A line on standard error for who reads along: a warning, where the result is, what to do next. */
  note(text: string): void {
    if (!this.options.quiet) this.context.stderr.write(`${text}\n`);
  }

  /** The same, only for `--verbose`. */
  detail(text: string): void {
    if (this.options.verbose) this.context.stderr.write(`${text}\n`);
  }

  /**
   * Resolves when what was written has been handed over, or nobody reads it any more.
   *
   * @throws OutputFailedError it could not be written
   */
  async flushed(): Promise<void> {
    const { stdout } = this.context;
    if (this.failure === undefined && !stdout.destroyed) {
      await new Promise<void>((resolve) => {
        stdout.write("", (error) => {
          if (error) this.failure ??= error;
          resolve();
        });
      });
    }
    if (this.failure !== undefined && this.failure.code !== "EPIPE")
      throw new OutputFailedError("standard output", this.failure);
  }

  /** Also when nobody reads any more. */
  private async drained(): Promise<void> {
    const { stdout } = this.context;
    // What comes first takes the listeners of the other with it: a long output waits very often.
    const waiting = new AbortController();
    const { signal } = waiting;
    await Promise.race([once(stdout, "drain", { signal }), once(stdout, "close", { signal })]).catch(
      () => undefined,
    );
    waiting.abort();
  }

  private checkWritable(): void {
    if (this.failure === undefined) return;
    throw this.failure.code === "EPIPE"
      ? new OutputClosedError()
      : new OutputFailedError("standard output", this.failure);
  }
}
