import { WaymarkError } from "@waymark/trace-core";

import { whyUnwritable } from "./why-unwritable.js";

/** Code `output-failed`, exit code 1: what was asked for could not be written. Nothing took the place of an older file. */
export class OutputFailedError extends WaymarkError {
  static readonly code = "output-failed";

  /** @param output the file as the user calls it, or standard output */
  constructor(output: string, cause: unknown) {
    super(`cannot write ${output}: ${whyUnwritable(cause)}`, {
      code: OutputFailedError.code,
      details: { output },
      cause,
    });
  }
}
