/** A table file cannot be understood; names the line of the error. */
export class TableError extends Error {
  constructor(
    /** From 1. */
    readonly line: number,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = "TableError";
  }
}
