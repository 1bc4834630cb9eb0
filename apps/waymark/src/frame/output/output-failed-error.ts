import { WaymarkError, type JsonObject } from "@waymark/trace-core";

import { whyUnwritable } from "./why-unwritable.js";

/** Code `output-failed`, exit code 1: the result could not be written. An existing file is unchanged. */
export class OutputFailedError extends WaymarkError {
  static readonly code = "output-failed";

  /**
   * @param output the file as named by the user, or standard output
   * @param more advice to add to the message
   */
  constructor(
    private readonly output: string,
    cause: unknown,
    more: { readonly advice: string; readonly details: JsonObject } | null = null,
  ) {
    const why = `cannot write ${output}: ${whyUnwritable(cause)}`;
    super(more === null ? why : `${why}; ${more.advice}`, {
      code: OutputFailedError.code,
      details: { output, ...more?.details },
      cause,
    });
  }

  /** The same error with advice on how to get what could not be written. */
  withAdvice(advice: string, details: JsonObject): OutputFailedError {
    return new OutputFailedError(this.output, this.cause, { advice, details });
  }
}
