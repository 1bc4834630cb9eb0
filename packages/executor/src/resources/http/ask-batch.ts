import type { LookUpHit } from "../../resource.js";
import type { RequestPolicy } from "../resilience/request-policy.js";
import type { ResilienceClock } from "../resilience/resilience-clock.js";
import { ResourceRequestError } from "../resilience/resource-request-error.js";
import { BatchAnswers, type AnswerTypes } from "./batch-answers.js";
import { Exchange } from "./exchange.js";
import { fillBody, fillUrl, isJoined } from "./fill-template.js";
import type { HeaderSet } from "./header-set.js";
import { methodOf, placeholderOf, type HttpRequest, type HttpSelect } from "./http-request.js";
import { readPages } from "./read-pages.js";
import { runJob } from "./run-job.js";
import type { HttpAnswer } from "./send-request.js";

/** One map of a service, and everything needed to ask it. */
export interface ServiceMap extends AnswerTypes {
  readonly resource: string;
  readonly request: HttpRequest;
  readonly select: HttpSelect;
  readonly headers: HeaderSet;
  readonly policy: RequestPolicy;
  readonly clock: ResilienceClock;
}

export interface BatchResult {
  readonly hits: ReadonlyMap<string, readonly LookUpHit[]>;
  readonly failed: ReadonlyMap<string, Error>;
  readonly attempts: number;
}

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
const ACCEPT = {
  json: "application/json, */*;q=0.1",
  tsv: "text/tab-separated-values, text/plain;q=0.9, */*;q=0.1",
  csv: "text/csv, text/plain;q=0.9, */*;q=0.1",
} as const;

/**
 * Asks for one batch. A failure affects only this batch.
 *
 * @param noteRelease notes and returns the release that an answer names
 * @throws the signal's reason
 */
export async function askBatch(
  service: ServiceMap,
  identifiers: readonly string[],
  signal: AbortSignal,
  noteRelease: (headers: Headers) => string | undefined,
): Promise<BatchResult> {
  const { resource, request } = service;
  const failed = new Map<string, Error>();
  const sendable = identifiers.filter((identifier) => {
    const why = whyUnsendable(identifier, request);
    if (why !== undefined) failed.set(identifier, new ResourceRequestError(resource, `${identifier} ${why}`));
    return why === undefined;
  });
  if (sendable.length === 0) return { hits: new Map(), failed, attempts: 0 };
  let release: string | undefined;
  const exchange = exchangeOf(service, signal, (it) => {
    release = noteRelease(it) ?? release;
  });
  const answers = new BatchAnswers(sendable, service);
  try {
    const first = await begin(exchange, request, sendable);
    if (first !== undefined) {
      for await (const items of readPages(exchange, first, request, service.select))
        for (const item of items) answers.add(item, release);
    }
  } catch (error) {
    signal.throwIfAborted();
    // Part of an answer is a failure: what is missing may be on the page that did not arrive.
    for (const identifier of sendable) failed.set(identifier, error as Error);
    return { hits: new Map(), failed, attempts: exchange.attempts };
  }
  for (const [identifier, why] of answers.senseless)
    failed.set(identifier, exchange.failure(`its answer for ${identifier} makes no sense: ${why}`));
  return { hits: answers.hits, failed, attempts: exchange.attempts };
}

/** An exchange with the headers, limits and policy of a map. */
export function exchangeOf(
  { resource, request, headers, policy, clock }: ServiceMap,
  signal: AbortSignal,
  onAnswer: (headers: Headers) => void,
): Exchange {
  const accept = ACCEPT[request.format ?? "json"];
  const maxBytes = request.maxBytes ?? DEFAULT_MAX_BYTES;
  return new Exchange({ resource, headers, accept, maxBytes, policy, clock, signal, onAnswer });
}

/** The first page of the answer; undefined if the service does not know the identifiers. */
async function begin(
  exchange: Exchange,
  request: HttpRequest,
  identifiers: readonly string[],
): Promise<HttpAnswer | undefined> {
  const { url, body, separator = ",", job } = request;
  const method = methodOf(request);
  const isOne = method === "GET" && placeholderOf(request) === "id";
  const notFound = request.notFound ?? (isOne ? "unknown" : "failure");
  let answer: HttpAnswer;
  try {
    answer = await exchange.ask({
      method,
      url: fillUrl(url, identifiers, separator),
      body: body && fillBody(body, identifiers, separator),
    });
  } catch (error) {
    const isNotFound = error instanceof ResourceRequestError && error.status === 404;
    if (isNotFound && notFound === "unknown") return undefined;
    throw error;
  }
  return job === undefined ? answer : runJob(exchange, job, answer);
}

/** Why an identifier would reach the service as something else; undefined if it would not. */
function whyUnsendable(identifier: string, { url, body, separator = "," }: HttpRequest): string | undefined {
  if (isJoined(url, body) && identifier.includes(separator))
    return `cannot be asked for: it contains the separator ${JSON.stringify(separator)}`;
  const [path = ""] = url.split("?");
  if (/\{ids?\}/.test(path) && /^\.\.?$/.test(identifier))
    return "cannot be asked for: it has a special meaning in the path of a URL";
  return undefined;
}
