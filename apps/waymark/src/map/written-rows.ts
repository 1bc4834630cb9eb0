import type { AnsweredRow } from "../result/answered-row.js";
import type { ResultShape } from "../result/result-shape.js";
import type { ResultWriter } from "../result/result-writer.js";
import type { RowOutput } from "./row-output.js";

/** Writes rows as lines of a result. */
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
