import { SingleBar } from "cli-progress";

import type { CommandContext } from "../command-context.js";
import type { GlobalOptions } from "../global-options.js";

/** What takes less is not worth a line. */
const SHOWN_AFTER_MS = 1_000;

export interface Progress {
  /** What is being done, in a word or two. */
  readonly label: string;
  readonly done: number;
  /** Null as long as nobody knows. */
  readonly total: number | null;
  /** What else there is to say. Default nothing. */
  readonly detail?: string;
}

/** Shows how far a command is, on a terminal's standard error, once it has taken a second. */
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
        // A stream in a test is a terminal when its context says so.
        noTTYOutput: true,
      });
      this.bar.start(total ?? 0, done, parts);
    }
    this.bar.setTotal(total ?? 0);
    this.bar.update(done, parts);
  }

  /** Takes the line away. */
  end(): void {
    this.bar?.stop();
    this.bar = null;
  }
}
