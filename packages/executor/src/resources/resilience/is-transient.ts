import { isWaymarkError } from "@waymark/trace-core";

import { ResourceTimedOutError } from "./resource-timed-out-error.js";

const NETWORK_CODES: ReadonlySet<unknown> = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
  "UND_ERR_SOCKET",
]);

/** How far causes of causes are followed. */
const MAX_DEPTH = 5;

/** Whether a retry may get another HTTP status: RFC 9110 (408, 5xx), RFC 8470 (425), RFC 6585 (429). */
export function isTransientStatus(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || (status >= 500 && status <= 599);
}

/** Whether a retry may succeed: after a network failure, a time-out, or a transient status. */
export function isTransient(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > MAX_DEPTH) return false;
  if (isWaymarkError(error, ResourceTimedOutError.code)) return true;
  const { isTransient: said, status, statusCode, code, name, cause } = error as Record<string, unknown>;
  if (typeof said === "boolean") return said;
  for (const it of [status, statusCode]) if (typeof it === "number") return isTransientStatus(it);
  return NETWORK_CODES.has(code) || name === "TimeoutError" || isTransient(cause, depth + 1);
}
