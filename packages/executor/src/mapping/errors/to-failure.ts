import { isWaymarkError, type Failure } from "@waymark/trace-core";

const MAX_MESSAGE_LENGTH = 500;

/**
 * An error as the trace keeps it: a stable code and one line of text that every store can hold, without the user part
 * of a URL.
 */
export function toFailure(error: unknown, defaultCode: string): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const line = message
    .replace(/(:\/\/)[^\s/@]+@/g, "$1")
    .replace(/[\s\0]+/g, " ")
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .trim();
  return {
    code: isWaymarkError(error) ? error.code : defaultCode,
    message: line.length > MAX_MESSAGE_LENGTH ? `${line.slice(0, MAX_MESSAGE_LENGTH - 2).trimEnd()} …` : line,
  };
}
