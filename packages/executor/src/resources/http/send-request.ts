import { STATUS_CODES } from "node:http";

import { isTransientStatus } from "../resilience/is-transient.js";
import { ResourceRequestError } from "../resilience/resource-request-error.js";
import { readRetryAfter } from "../resilience/retry-after.js";
import type { HeaderSet } from "./header-set.js";
import { AnswerTextError, readText } from "./read-text.js";

export interface HttpCall {
  /** For messages. */
  readonly resource: string;
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly body?: { readonly type: string; readonly text: string } | undefined;
  readonly accept: string;
  readonly headers: HeaderSet;
  readonly maxBytes: number;
  /** Whether a redirect is an answer, and not followed; but for one that only says that the URL is another one for good. */
  readonly isRedirectWanted?: boolean;
}

export interface HttpAnswer {
  /** Where it came from, after redirects. */
  readonly url: string;
  /** What is told of that URL in messages. */
  readonly shown: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const MAX_REDIRECTS = 5;
/** RFC 9110, 15.4.2 and 15.4.9: for good, as from http to https. */
const MOVED: ReadonlySet<number> = new Set([301, 308]);
/** Of TLS and of what is no HTTP: another try finds the same. */
const LASTING = /^(CERT_|ERR_|DEPTH_|SELF_SIGNED|UNABLE_|HPE_|HOSTNAME_)/;

/**
 * One request and its answer, read to the end.
 *
 * @throws ResourceRequestError the answer did not come, has a status other than 2xx, or is too long
 * @throws the signal's reason
 */
export async function sendRequest(call: HttpCall, signal: AbortSignal): Promise<HttpAnswer> {
  let { method, url, body } = call;
  const shown = shownRequest(method, url);
  for (let redirects = 0; ; redirects++) {
    const response = await fetchOne({ ...call, method, url, body }, shown, signal);
    const { status, headers } = response;
    const location = headers.get("location");
    if (status >= 300 && status <= 399 && location !== null) {
      await response.body?.cancel();
      const to = resolveUrl(location, url);
      if (to === undefined || redirects === MAX_REDIRECTS) {
        const where =
          to === undefined ? "to a URL that cannot be followed" : `more than ${MAX_REDIRECTS} times`;
        throw new ResourceRequestError(call.resource, `${shown} is redirected ${where}`, { status });
      }
      if (call.isRedirectWanted && !MOVED.has(status)) return { url: to, shown, status, headers, text: "" };
      url = to;
      // A POST whose answer is elsewhere becomes a GET. One that is to be sent elsewhere stays what it is, though RFC 9110, 15.4.2,
      // lets it become a GET as well: without its body it would ask for nothing.
      if (status === 303 || (method === "POST" && status <= 302 && !MOVED.has(status)))
        [method, body] = ["GET", undefined];
      continue;
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new ResourceRequestError(call.resource, `${shown} was answered with ${shownStatus(status)}`, {
        status,
        isTransient: isTransientStatus(status),
        retryAfterMs: readRetryAfter(headers.get("retry-after"), Date.now()),
      });
    }
    const text = await readText(response, call.maxBytes).catch((error: unknown) => {
      throw explained(error, call.resource, shown, signal);
    });
    return { url, shown, status, headers, text };
  }
}

/** A request as messages tell of it: without its query, which may be long and is nobody else's business. */
function shownRequest(method: string, url: string): string {
  const { origin, pathname } = new URL(url);
  const path = pathname.length > 80 ? `${pathname.slice(0, 79)}…` : pathname;
  return `${method} ${origin}${path}`;
}

/** Undefined for what is no URL, not of HTTP, or has a user name or a password, which fetch refuses. */
export function resolveUrl(url: string, base: string): string | undefined {
  if (!URL.canParse(url, base)) return undefined;
  const { href, protocol, username, password } = new URL(url, base);
  const isHttp = protocol === "http:" || protocol === "https:";
  return isHttp && username === "" && password === "" ? href : undefined;
}

async function fetchOne(call: HttpCall, shown: string, signal: AbortSignal): Promise<Response> {
  const { method, url, body, accept } = call;
  const own = { accept, ...(body && { "content-type": body.type }) };
  try {
    return await fetch(url, {
      method,
      headers: call.headers.for(url, own),
      ...(body && { body: body.text }),
      redirect: "manual",
      signal,
    });
  } catch (error) {
    throw explained(error, call.resource, shown, signal);
  }
}

/** An error of the connection in our words: its own may show headers, and parts of what a service said. */
function explained(error: unknown, resource: string, shown: string, signal: AbortSignal): Error {
  if (signal.aborted) return signal.reason as Error;
  if (error instanceof AnswerTextError)
    return new ResourceRequestError(resource, `${shown}: ${error.message}`);
  const code = codeOf(error);
  return new ResourceRequestError(
    resource,
    `${shown}: the connection failed (${code ?? "no reason given"})`,
    {
      isTransient: code === undefined || !LASTING.test(code),
    },
  );
}

function codeOf(error: unknown): string | undefined {
  for (let it = error; it instanceof Error; it = it.cause) {
    if ("code" in it && typeof it.code === "string") return it.code;
  }
  return undefined;
}

function shownStatus(status: number): string {
  const name = STATUS_CODES[status];
  return name === undefined ? String(status) : `${status} ${name}`;
}
