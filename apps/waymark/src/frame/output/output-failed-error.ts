import { WaymarkError, type JsonObject } from "@waymark/trace-core";

import { whyUnwritable } from "./why-unwritable.js";

/** Code `output-failed`, exit code 1: what was asked for could not be written. Nothing took the place of an older file. */
export class OutputFailedError extends WaymarkError {
  static readonly code = "output-failed";

  /**
   * @param output the file as the user calls it, or standard output
   * @param more what else is to be told of it
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

  /** The same, with how to come by what could not be written. */
  withAdvice(advice: string, details: JsonObject): OutputFailedError {
    return new OutputFailedError(this.output, this.cause, { advice, details });
  }
}
