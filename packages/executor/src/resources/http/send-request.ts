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
  /** Whether a redirect counts as the answer and is not followed, unless it is permanent. */
  readonly isRedirectWanted?: boolean;
}

export interface HttpAnswer {
  /** Where the answer came from, after redirects; if the answer is a redirect, where it leads. */
  readonly url: string;
  /** The request as messages show it. */
  readonly shown: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const MAX_REDIRECTS = 5;
/** Permanent redirects (RFC 9110, 15.4.2 and 15.4.9), such as from http to https. */
const MOVED: ReadonlySet<number> = new Set([301, 308]);
/** Error codes of TLS, and of answers that are not HTTP: a retry would fail as well. */
const LASTING = /^(CERT_|ERR_|DEPTH_|SELF_SIGNED|UNABLE_|HPE_|HOSTNAME_)/;

/**
 * Sends one request, follows its redirects, and reads the answer to the end.
 *
 * @throws ResourceRequestError there is no answer, or its status is not 2xx, or its text is too long or not in its
 *   charset
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
      // A POST whose answer is elsewhere (303, also 300 and 302) becomes a GET. After 301, it remains a POST, although
      // RFC 9110, 15.4.2, also allows a GET: without its body, it would ask for nothing.
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

/** A request as messages show it: without its query, which may be long or confidential. */
function shownRequest(method: string, url: string): string {
  const { origin, pathname } = new URL(url);
  const path = pathname.length > 80 ? `${pathname.slice(0, 79)}…` : pathname;
  return `${method} ${origin}${path}`;
}

/** The absolute URL; undefined if it is not valid, not of HTTP, or has a user name or password, which fetch refuses. */
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

/** Replaces an error of the connection, whose message may contain headers and parts of the answer. */
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
