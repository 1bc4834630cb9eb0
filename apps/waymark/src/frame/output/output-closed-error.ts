import { WaymarkError } from "@waymark/trace-core";

/** Code `output-closed`, exit code 0: whoever reads standard output has enough. Ends the work quietly. */
export class OutputClosedError extends WaymarkError {
  static readonly code = "output-closed";

  constructor() {
    super("standard output was closed", { code: OutputClosedError.code });
  }
}
