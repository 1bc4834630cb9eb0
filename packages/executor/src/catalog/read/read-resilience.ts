import type { ResilienceOptions } from "../../resources/resilience/resilience-options.js";
import type { CatalogNode } from "./catalog-node.js";
import { MAX_TIMER_MS, readDuration } from "./read-duration.js";

const ANY = Number.MAX_SAFE_INTEGER;

/** Reads the `resilience` of a resource; missing keys are left out. */
export function readResilience(node: CatalogNode): ResilienceOptions {
  const at = node.fields(["timeout", "retries", "backoff", "breaker", "concurrency", "rate"]);
  const timeoutMs = at.timeout && readDuration(at.timeout, MAX_TIMER_MS);
  const retries = at.retries?.number(0, 100, true);
  const breaker = at.breaker && readBreaker(at.breaker);
  const concurrency = at.concurrency?.number(1, ANY, true);
  const rate = at.rate && readRate(at.rate);
  return {
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(retries !== undefined && { retries }),
    ...(at.backoff && readBackoff(at.backoff)),
    ...(breaker !== undefined && { breaker }),
    ...(concurrency !== undefined && { concurrency }),
    ...(rate !== undefined && { rate }),
  };
}

/** The first wait, or `{ first, max }`. */
function readBackoff(node: CatalogNode): ResilienceOptions {
  const at: Partial<Record<"first" | "max", CatalogNode>> = node.isMap
    ? node.fields(["first", "max"])
    : { first: node };
  const backoffMs = at.first && readDuration(at.first, MAX_TIMER_MS);
  const maxBackoffMs = at.max && readDuration(at.max, MAX_TIMER_MS);
  return {
    ...(backoffMs !== undefined && { backoffMs }),
    ...(maxBackoffMs !== undefined && { maxBackoffMs }),
  };
}

function readBreaker(node: CatalogNode): ResilienceOptions["breaker"] {
  if (node.isText) return node.oneOf(["none"]) && null;
  const at = node.fields(["failures", "resetAfter"]);
  if (!at.failures || !at.resetAfter) return node.problem("needs failures and resetAfter, or is none");
  const failures = at.failures.number(1, ANY, true);
  const resetAfterMs = readDuration(at.resetAfter);
  return failures === undefined || resetAfterMs === undefined ? undefined : { failures, resetAfterMs };
}

function readRate(node: CatalogNode): ResilienceOptions["rate"] {
  const at = node.fields(["requests", "per"]);
  if (!at.requests || !at.per)
    return node.problem("needs requests and per, such as { requests: 10, per: 1s }");
  const requests = at.requests.number(1, ANY, true);
  const perMs = readDuration(at.per, MAX_TIMER_MS);
  return requests === undefined || perMs === undefined ? undefined : { requests, perMs };
}
