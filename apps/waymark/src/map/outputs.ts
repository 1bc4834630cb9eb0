import type { CommandRun } from "../frame/command-run.js";
import { otherColumns } from "../input/input-layout.js";
import { FormulaWatch } from "../result/formula-watch.js";
import { openOutput, type OutputTarget } from "../result/output-target.js";
import { formatOfName, resultFormat, type Format } from "../result/result-format.js";
import { ResultShape } from "../result/result-shape.js";
import { ResultWriter } from "../result/result-writer.js";
import { HeldOutput } from "./held-output.js";
import type { MapJob } from "./map-job.js";
import type { RowOutput } from "./row-output.js";
import { ShownRows } from "./shown-rows.js";
import { StandardOutput } from "./standard-output.js";
import { UnmappedRows } from "./unmapped-rows.js";
import { WrittenRows } from "./written-rows.js";

/** A file that a run writes. */
export interface WrittenFile {
  readonly file: string;
  readonly format: Format;
  /** Number of lines, without the header. */
  readonly lines: number;
}

/** All outputs of a run. */
export class Outputs {
  readonly formulas: FormulaWatch;
  private readonly all: RowOutput[] = [];
  private readonly writers = new Map<
    "output" | "unmapped",
    { writer: ResultWriter; file: string; format: Format }
  >();

  private constructor(
    private readonly run: CommandRun,
    private readonly job: MapJob,
  ) {
    this.formulas = new FormulaWatch(job.output.guardFormulas);
  }

  /**
   * Opens the outputs before anything is mapped, so that problems are found early.
   *
   * @throws UsageError a file cannot be written
   */
  static async open(run: CommandRun, job: MapJob): Promise<Outputs> {
    const outputs = new Outputs(run, job);
    try {
      await outputs.openMain();
      await outputs.openUnmapped();
      return outputs;
    } catch (error) {
      await outputs.discard();
      throw error;
    }
  }

  async write(row: Parameters<RowOutput["write"]>[0]): Promise<void> {
    for (const it of this.all) await it.write(row);
  }

  async commit(): Promise<void> {
    for (const it of this.all) await it.commit();
  }

  /** Does not undo outputs that are already committed. Discards all others, then throws the first error. */
  async discard(): Promise<void> {
    const settled = await Promise.allSettled(this.all.map((it) => it.discard()));
    for (const it of settled) if (it.status === "rejected") throw it.reason;
  }

  /** The file that was written; null if there is none. */
  written(which: "output" | "unmapped"): WrittenFile | null {
    const it = this.writers.get(which);
    return it === undefined ? null : { file: it.file, format: it.format, lines: it.writer.count };
  }

  private async openMain(): Promise<void> {
    const { context, output } = this.run;
    const { file, format, shape } = this.job.output;
    if (file === null && output.isJson) return;
    if (file === null && format === null && context.isTerminal.stdout) {
      this.all.push(new ShownRows(this.run));
      return;
    }
    const named = format ?? (file === null ? "tsv" : (formatOfName(file) ?? "tsv"));
    const target =
      file !== null
        ? await openOutput(file, file)
        : this.job.onMany === "fail"
          ? await HeldOutput.open(this.run)
          : new StandardOutput(this.run);
    this.all.push(this.rows(target, named, shape, file, "output"));
  }

  private async openUnmapped(): Promise<void> {
    const { unmapped } = this.job.output;
    if (unmapped === null) return;
    const format = formatOfName(unmapped) ?? "tsv";
    const target = await openOutput(unmapped, unmapped);
    this.all.push(new UnmappedRows(this.rows(target, format, "long", unmapped, "unmapped")));
  }

  private rows(
    target: OutputTarget,
    format: Format,
    shape: MapJob["output"]["shape"],
    file: string | null,
    which: "output" | "unmapped",
  ): RowOutput {
    const { job } = this;
    const lines = new ResultShape({
      shape,
      targetTypes: job.to,
      others: otherColumns(job.input.layout),
      isValidated: job.validate,
      hasAsOf: job.asOf !== null,
    });
    const writer = new ResultWriter(resultFormat(format, lines.columns, this.formulas), target);
    if (file !== null) this.writers.set(which, { writer, file, format });
    return new WrittenRows(lines, writer);
  }
}
