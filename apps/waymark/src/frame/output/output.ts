import { once } from "node:events";

import pico from "picocolors";

import type { CommandContext } from "../command-context.js";
import type { GlobalOptions } from "../global-options.js";
import { OutputClosedError } from "./output-closed-error.js";
import { OutputFailedError } from "./output-failed-error.js";

/** The output of a command: the result on standard output, everything else on standard error. */
export class Output {
  /** For standard output: no colours unless it is a terminal, nor if NO_COLOR is set. */
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
   * Writes text to standard output, and waits if its reader is slow.
   *
   * @throws OutputClosedError the reader has closed it (`| head`); the command ends quietly
   * @throws OutputFailedError it cannot be written, for example because the disk is full
   */
  async write(text: string): Promise<void> {
    const { stdout } = this.context;
    this.checkWritable();
    if (!stdout.write(text)) await this.drained();
    this.checkWritable();
  }

  /** Writes the document of `--json`. Dates are written in ISO 8601. */
  async document(value: object): Promise<void> {
    await this.write(`${JSON.stringify(value, null, 2)}\n`);
  }

  /** Writes a line to standard error: a warning, where the result is, or what to do next. */
  note(text: string): void {
    if (!this.options.quiet) this.context.stderr.write(`${text}\n`);
  }

  /** The same, but only with `--verbose`. */
  detail(text: string): void {
    if (this.options.verbose) this.context.stderr.write(`${text}\n`);
  }

  /**
   * Resolves when everything written has been handed over, or when the reader has closed standard output.
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

  /** Resolves also if the reader has closed standard output. */
  private async drained(): Promise<void> {
    const { stdout } = this.context;
    // Removes the listener of the event that did not happen: with a long output, listeners would pile up.
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
