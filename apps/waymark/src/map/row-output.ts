import type { AnsweredRow } from "../result/answered-row.js";

/** Where answered rows go. */
export interface RowOutput {
  write(row: AnsweredRow): Promise<void>;
  commit(): Promise<void>;
  discard(): Promise<void>;
}
