import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { CommandRun } from "../frame/command-run.js";
import { openOutput, type OutputTarget } from "../result/output-target.js";

/** Standard output that stays empty until everything has succeeded. */
export class HeldOutput implements OutputTarget {
  private constructor(
    private readonly run: CommandRun,
    private readonly folder: string,
    private readonly target: OutputTarget,
  ) {}

  static async open(run: CommandRun): Promise<HeldOutput> {
    const folder = await mkdtemp(join(tmpdir(), "waymark-output-"));
    const file = join(folder, "output");
    try {
      return new HeldOutput(run, folder, await openOutput(file, file));
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  write(text: string): Promise<void> {
    return this.target.write(text);
  }

  async commit(): Promise<void> {
    try {
      await this.target.commit();
      const handle = await open(join(this.folder, "output"));
      for await (const text of handle.createReadStream({ encoding: "utf8" }))
        await this.run.output.write(text as string);
    } finally {
      await rm(this.folder, { recursive: true, force: true });
    }
  }

  async discard(): Promise<void> {
    await this.target.discard();
    await rm(this.folder, { recursive: true, force: true });
  }
}
