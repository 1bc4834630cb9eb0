import type { InputRow } from "../input/input-layout.js";

/** Rows that were read but not answered yet: as many as the executor reads ahead. */
export class RowQueue {
  private rows: InputRow[] = [];
  private head = 0;

  add(row: InputRow): void {
    this.rows.push(row);
  }

  /** Removes the oldest row; called once for every answer. */
  take(): InputRow {
    const row = this.rows[this.head];
    if (row === undefined) throw new RangeError("an answer came without its row");
    this.head += 1;
    if (this.head > 1_024 && this.head * 2 > this.rows.length) {
      this.rows = this.rows.slice(this.head);
      this.head = 0;
    }
    return row;
  }
}
