import type { AnsweredRow } from "../result/answered-row.js";

/** Receives answered rows. */
export interface RowOutput {
  write(row: AnsweredRow): Promise<void>;
  commit(): Promise<void>;
  discard(): Promise<void>;
}
