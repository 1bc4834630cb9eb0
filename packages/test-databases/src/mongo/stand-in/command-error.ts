/** The error that a failed command returns. */
export class CommandError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly labels: readonly string[] = [],
  ) {
    super(message);
  }
}

export const writeConflict = (): CommandError =>
  new CommandError(112, "WriteConflict error: this operation conflicted with another operation", [
    "TransientTransactionError",
  ]);
