import { WaymarkError } from "@waymark/trace-core";

/** Code `output-closed`, exit code 0: the reader of standard output has closed it. Ends the command quietly. */
export class OutputClosedError extends WaymarkError {
  static readonly code = "output-closed";

  constructor() {
    super("standard output was closed", { code: OutputClosedError.code });
  }
}
