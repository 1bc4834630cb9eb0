import { TableError } from "../table-error.js";

/** A mapping set, or its metadata, cannot be understood; names the place of the error. */
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
