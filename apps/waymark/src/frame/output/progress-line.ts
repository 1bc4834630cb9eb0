import { SingleBar } from "cli-progress";

import type { CommandContext } from "../command-context.js";
import type { GlobalOptions } from "../global-options.js";

/** Shorter work has no progress line. */
const SHOWN_AFTER_MS = 1_000;

export interface Progress {
  /** What is being done, in one or two words. */
  readonly label: string;
  readonly done: number;
  /** Null if not known. */
  readonly total: number | null;
  /** Additional text. Default none. */
  readonly detail?: string;
}

/** Shows the progress of a command on a terminal's standard error, after one second. */
export class ProgressLine {
  private readonly begun = Date.now();
  private bar: SingleBar | null = null;
  private readonly isShown: boolean;

  constructor(
    private readonly context: CommandContext,
    { quiet }: Pick<GlobalOptions, "quiet">,
  ) {
    this.isShown = !quiet && context.isTerminal.stderr;
  }

  show({ label, done, total, detail = "" }: Progress): void {
    if (!this.isShown || (this.bar === null && Date.now() - this.begun < SHOWN_AFTER_MS)) return;
    const parts = {
      label,
      detail,
      count: total === null ? String(done) : `${String(done)}/${String(total)}`,
    };
    if (this.bar === null) {
      this.bar = new SingleBar({
        format: "{label} {bar} {count}  {detail}",
        stream: this.context.stderr,
        clearOnComplete: true,
        hideCursor: true,
        // In tests, a stream counts as a terminal if its context says so.
        noTTYOutput: true,
      });
      this.bar.start(total ?? 0, done, parts);
    }
    this.bar.setTotal(total ?? 0);
    this.bar.update(done, parts);
  }

  /** Removes the line. */
  end(): void {
    this.bar?.stop();
    this.bar = null;
  }
}
