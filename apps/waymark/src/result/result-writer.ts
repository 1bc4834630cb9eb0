import type { OutputTarget } from "./output-target.js";
import type { ResultFormat } from "./result-format.js";
import type { Cell } from "./result-shape.js";

/** Number of lines that are converted to text at once. */
const LINES = 500;

/** Writes lines to a target, several hundred at a time. */
export class ResultWriter {
  private readonly lines: (readonly Cell[])[] = [];
  private hasHeader = false;
  /** Number of lines written, without the header. */
  count = 0;

  constructor(
    private readonly format: ResultFormat,
    private readonly target: OutputTarget,
  ) {}

  async write(line: readonly Cell[]): Promise<void> {
    this.count += 1;
    if (this.lines.push(line) >= LINES) await this.flush();
  }

  /** Writes the remaining lines and commits the target. */
  async commit(): Promise<void> {
    await this.flush();
    await this.target.commit();
  }

  async discard(): Promise<void> {
    await this.target.discard();
  }

  private async flush(): Promise<void> {
    const header = this.hasHeader ? "" : this.format.header;
    this.hasHeader = true;
    await this.target.write(header + this.format.text(this.lines));
    this.lines.length = 0;
  }
}
