import type { AnsweredRow } from "../result/answered-row.js";
import type { RowOutput } from "./row-output.js";

/** Passes on only answers that have no target. */
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
