import { cutText, isStorable, isWaymarkError, type Failure } from "@waymark/trace-core";

import { thrownMessage } from "../../messages/thrown-message.js";

const MAX_MESSAGE_LENGTH = 500;

/**
 * An error as it is kept in a trace: a stable code, and one line of text that every store can hold, without the user
 * names and passwords in URLs. Never throws, whatever was thrown.
 */
export function toFailure(error: unknown, defaultCode: string): Failure {
  const line = thrownMessage(error)
    .replace(/(:\/\/)[^\s/@]+@/g, "$1")
    .replace(/[\s\0]+/g, " ")
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .trim();
  return {
    code: codeOf(error) ?? defaultCode,
    message: line.length > MAX_MESSAGE_LENGTH ? `${cutText(line, MAX_MESSAGE_LENGTH - 2).trimEnd()} …` : line,
  };
}

function codeOf(error: unknown): string | undefined {
  try {
    const code: unknown = isWaymarkError(error) ? error.code : undefined;
    return typeof code === "string" && isStorable(code) ? code : undefined;
  } catch {
    return undefined;
  }
}
