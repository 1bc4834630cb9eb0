import { isWaymarkError } from "@waymark/trace-core";

/** Exit codes of the command. They are stable, since scripts rely on them. */
export const EXIT = {
  fine: 0,
  /** Failed, or succeeded only in part. */
  failed: 1,
  /** Bad usage: the command cannot be run as given. */
  usage: 2,
  /** No such session, identifier or trace. */
  notFound: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const BY_ERROR_CODE: Readonly<Record<string, ExitCode>> = {
  "bad-input": EXIT.usage,
  "bad-usage": EXIT.usage,
  "invalid-catalog": EXIT.usage,
  "invalid-export-option": EXIT.usage,
  "invalid-mapping-request": EXIT.usage,
  "invalid-query": EXIT.usage,
  "malformed-store-url": EXIT.usage,
  "no-path-found": EXIT.usage,
  "runs-not-comparable": EXIT.usage,
  "session-not-resumable": EXIT.usage,
  "trace-cut-short": EXIT.usage,
  "trace-import": EXIT.usage,
  "unknown-store-url": EXIT.usage,
  "not-found": EXIT.notFound,
  "no-trace": EXIT.notFound,
  "session-not-found": EXIT.notFound,
  interrupted: EXIT.interrupted,
  "mapping-cancelled": EXIT.interrupted,
  // A reader that closes the pipe early (`| head`) has what it wanted.
  "output-closed": EXIT.fine,
};

export function exitCodeOf(error: unknown): ExitCode {
  return isWaymarkError(error) ? (BY_ERROR_CODE[error.code] ?? EXIT.failed) : EXIT.failed;
}
