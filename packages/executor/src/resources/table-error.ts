/** A table file that cannot be understood, with the line where that shows. */
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
