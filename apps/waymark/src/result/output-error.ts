import { WaymarkError } from "@waymark/trace-core";

import { whyUnwritable } from "../frame/why-unwritable.js";

/** Code `output-failed`, exit code 1: an output could not be written to its end. Nothing took the place of an older file. */
export class OutputError extends WaymarkError {
  static readonly code = "output-failed";

  /** @param shown the file as the user calls it */
  constructor(shown: string, cause: unknown) {
    super(`cannot write ${shown}: ${whyUnwritable(cause)}`, {
      code: OutputError.code,
      details: { file: shown },
      cause,
    });
  }
}
