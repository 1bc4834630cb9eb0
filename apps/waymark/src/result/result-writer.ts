import type { OutputTarget } from "./output-target.js";
import type { ResultFormat } from "./result-format.js";
import type { Cell } from "./result-shape.js";

/** Lines that are made into text at once. */
const LINES = 500;

/** Writes lines to a target, some hundreds at a time. */
export class ResultWriter {
  private readonly lines: (readonly Cell[])[] = [];
  private hasHeader = false;
  /** Lines written, without the header. */
  count = 0;

  constructor(
    private readonly format: ResultFormat,
    private readonly target: OutputTarget,
  ) {}

  async write(line: readonly Cell[]): Promise<void> {
    this.count += 1;
    if (this.lines.push(line) >= LINES) await this.flush();
  }

  /** Puts the whole in its place. */
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
