import { getSystemErrorMap } from "node:util";

import { WaymarkError } from "@waymark/trace-core";

/** Code `output-failed`, exit code 1: what was asked for could not be written, such as to a full disk. */
export class OutputFailedError extends WaymarkError {
  static readonly code = "output-failed";

  constructor(cause: NodeJS.ErrnoException) {
    const reason = reasonOf(cause);
    super(`cannot write to standard output: ${reason}`, {
      code: OutputFailedError.code,
      details: { reason, systemCode: cause.code ?? null },
      cause,
    });
  }
}

/** The system's own words, without the call that failed. */
function reasonOf({ errno, message }: NodeJS.ErrnoException): string {
  const [, words] = (errno === undefined ? undefined : getSystemErrorMap().get(errno)) ?? [];
  return words ?? message;
}
