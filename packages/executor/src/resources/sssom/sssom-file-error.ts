import { TableError } from "../table-error.js";

/** A mapping set, or its metadata, that cannot be understood, with the place where that shows. */
export class SssomFileError extends TableError {
  constructor(
    readonly file: string,
    line: number,
    /** The message without the place. */
    readonly reason: string,
    cause?: unknown,
  ) {
    super(line, `${file}:${line}: ${reason}`, cause);
    this.name = "SssomFileError";
  }
}
