import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { CommandRun } from "../frame/command-run.js";
import { table } from "../frame/table.js";
import type { AnsweredRow } from "../result/answered-row.js";
import { openOutput, type OutputTarget } from "../result/output-target.js";
import type { ResultShape } from "../result/result-shape.js";
import type { ResultWriter } from "../result/result-writer.js";

/** Where answered rows go. */
export interface RowOutput {
  write(row: AnsweredRow): Promise<void>;
  commit(): Promise<void>;
  discard(): Promise<void>;
}

/** Lines of a shape, written by a writer. */
export class WrittenRows implements RowOutput {
  constructor(
    private readonly shape: ResultShape,
    private readonly writer: ResultWriter,
  ) {}

  async write(row: AnsweredRow): Promise<void> {
    for (const line of this.shape.lines(row)) await this.writer.write(line);
  }

  commit(): Promise<void> {
    return this.writer.commit();
  }

  discard(): Promise<void> {
    return this.writer.discard();
  }
}

/** Only the rows, or the answers of them, that have no target. */
export class UnmappedRows implements RowOutput {
  constructor(private readonly rows: RowOutput) {}

  async write({ row, answers }: AnsweredRow): Promise<void> {
    const unmapped = answers.filter((it) => it.targets.length === 0);
    if (unmapped.length > 0) await this.rows.write({ row, answers: unmapped });
  }

  commit(): Promise<void> {
    return this.rows.commit();
  }

  discard(): Promise<void> {
    return this.rows.discard();
  }
}

/** As many fit a screen. */
const SHOWN = 40;
const TARGETS_SHOWN = 3;

/** The first rows as a table, for a person at a terminal. */
export class ShownRows implements RowOutput {
  private readonly lines: string[][] = [];
  private left = 0;

  constructor(private readonly run: CommandRun) {}

  async write({ row, answers }: AnsweredRow): Promise<void> {
    for (const { targetType, result, targets, currentLabel, reason } of answers) {
      if (this.lines.length >= SHOWN) {
        this.left += 1;
        continue;
      }
      const shown = targets.slice(0, TARGETS_SHOWN).map((it) => it.id);
      const more = targets.length - shown.length;
      const [best] = targets;
      const isRenamed = currentLabel !== null && currentLabel !== result.identifier;
      this.lines.push([
        shorten(row.identifier),
        ...(answers.length > 1 ? [targetType] : []),
        result.outcome.outcome.replaceAll("_", " ") + (result.outcome.isAmbiguous ? " (ambiguous)" : ""),
        shown.join(", ") + (more > 0 ? ` +${String(more)}` : ""),
        best?.confidence.toFixed(2) ?? "",
        (result.outcome.matchedAs ?? "") + (isRenamed ? `, now ${currentLabel}` : ""),
        reason,
      ]);
    }
  }

  async commit(): Promise<void> {
    const { output } = this.run;
    const types = (this.lines[0]?.length ?? 0) > 6 ? ["to"] : [];
    const head = ["input", ...types, "outcome", "targets", "conf.", "matched as", "why"];
    await output.write(`${table(head, this.lines, output)}\n`);
    if (this.left > 0)
      await output.write(`… and ${String(this.left)} more: --output FILE.tsv writes all of them\n`);
  }

  async discard(): Promise<void> {
    this.lines.length = 0;
  }
}

/** Standard output, as it comes. */
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

/** Standard output that stays empty until all is known to be well. */
export class HeldOutput implements OutputTarget {
  private constructor(
    private readonly run: CommandRun,
    private readonly folder: string,
    private readonly target: OutputTarget,
  ) {}

  static async open(run: CommandRun): Promise<HeldOutput> {
    const folder = await mkdtemp(join(tmpdir(), "waymark-output-"));
    const file = join(folder, "output");
    return new HeldOutput(run, folder, await openOutput(file, file));
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

function shorten(raw: string): string {
  return raw.length <= 24 ? raw : `${raw.slice(0, 23)}…`;
}
