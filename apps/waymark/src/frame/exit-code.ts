import { isWaymarkError } from "@waymark/trace-core";

/** What the command ends with. Stable: scripts rely on them. */
export const EXIT = {
  fine: 0,
  /** Failed, or only partly worked. */
  failed: 1,
  /** Bad usage: what was asked for cannot be done as it was asked. */
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
  "unknown-store-url": EXIT.usage,
  "not-found": EXIT.notFound,
  "no-trace": EXIT.notFound,
  "session-not-found": EXIT.notFound,
  interrupted: EXIT.interrupted,
  "mapping-cancelled": EXIT.interrupted,
  // Whoever reads the first lines only (`| head`) has what they wanted.
  "output-closed": EXIT.fine,
};

export function exitCodeOf(error: unknown): ExitCode {
  return isWaymarkError(error) ? (BY_ERROR_CODE[error.code] ?? EXIT.failed) : EXIT.failed;
}
