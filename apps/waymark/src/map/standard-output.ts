import type { CommandRun } from "../frame/command-run.js";
import type { OutputTarget } from "../result/output-target.js";

/** Standard output, written immediately. */
export class StandardOutput implements OutputTarget {
  constructor(private readonly run: CommandRun) {}

  write(text: string): Promise<void> {
    return this.run.output.write(text);
  }

  async commit(): Promise<void> {
    await this.run.output.flushed();
  }

  async discard(): Promise<void> {
    await this.run.output.flushed();
  }
}
