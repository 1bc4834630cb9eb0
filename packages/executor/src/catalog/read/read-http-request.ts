import { checkRequest } from "../../resources/http/check-request.js";
import { checkHeaders } from "../../resources/http/header-set.js";
import type { HttpBody, HttpJob, HttpPaging, HttpRequest } from "../../resources/http/http-request.js";
import type { CatalogNode } from "./catalog-node.js";
import { MAX_TIMER_MS, readDuration } from "./read-duration.js";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What one place declares about a request: a resource, or a map that overrides parts of its resource's request. */
export interface HttpRequestParts {
  readonly at: CatalogNode;
  readonly request: Partial<HttpRequest>;
  readonly fields: Partial<Record<keyof HttpRequest, CatalogNode>>;
  /** Problems already noted, so that one in a part shared by several maps is reported once. */
  readonly noted: Set<string>;
}

const KEYS = [
  "url",
  "method",
  "body",
  "separator",
  "batchSize",
  "headers",
  "format",
  "paging",
  "job",
  "notFound",
  "maxBytes",
] as const satisfies readonly (keyof HttpRequest)[];

/** Reads the keys of `http`, each by itself. */
export function readHttpRequest(node: CatalogNode): HttpRequestParts {
  const fields = node.fields(KEYS);
  const read: { [K in keyof HttpRequest]-?: HttpRequest[K] | undefined } = {
    url: fields.url?.text(),
    method: fields.method?.oneOf(["GET", "POST"]),
    body: fields.body && readBody(fields.body),
    separator: fields.separator?.text(),
    batchSize: fields.batchSize?.number(1, Number.MAX_SAFE_INTEGER, true),
    headers: fields.headers && readHeaders(fields.headers),
    format: fields.format?.oneOf(["json", "tsv", "csv"]),
    paging: fields.paging && readPaging(fields.paging),
    job: fields.job && readJob(fields.job),
    notFound: fields.notFound?.oneOf(["unknown", "failure"]),
    maxBytes: fields.maxBytes?.number(1, Number.MAX_SAFE_INTEGER, true),
  };
  return { at: node, fields, request: present(read), noted: new Set() };
}

/** Combines what both places declare, and checks it; the second one takes precedence. */
export function joinHttpRequest(
  shared: HttpRequestParts,
  own: HttpRequestParts | undefined,
): HttpRequest | undefined {
  const fields = { ...shared.fields, ...own?.fields };
  const request = { ...shared.request, ...own?.request };
  const { url } = request;
  const note = (at: CatalogNode, message: string): void => {
    const noted = `${at.path} ${message}`;
    if (!shared.noted.has(noted)) at.problem(message);
    shared.noted.add(noted);
  };
  if (url === undefined) {
    if (fields.url === undefined) note((own ?? shared).at, "lacks url");
    return undefined;
  }
  const whole = { ...request, url };
  for (const { key, message } of checkRequest(whole)) {
    const at = fields[key];
    if (at) note(at, message);
    else note((own ?? shared).at, `${key} ${message}`);
  }
  return whole;
}

/** Reads headers; the environment variables that they name must be set. */
function readHeaders(node: CatalogNode): Record<string, string> {
  const headers = readTexts(node);
  const at = new Map(node.entries());
  for (const { name, message } of checkHeaders(headers, process.env)) at.get(name)?.problem(message);
  return headers;
}

function readBody(node: CatalogNode): HttpBody | undefined {
  const at = node.fields(["json", "form"]);
  if ((at.json === undefined) === (at.form === undefined))
    return node.problem("needs either json or form, such as { form: { ids: '{ids}' } }");
  if (at.form) return { form: readTexts(at.form) };
  return at.json && { json: at.json.json() };
}

function readPaging(node: CatalogNode): HttpPaging | undefined {
  const at = node.fields(["next", "limit"]);
  const limit = at.limit?.number(1, Number.MAX_SAFE_INTEGER, true);
  const next = at.next?.isMap ? at.next.fields(["json"]).json?.text() : at.next?.oneOf(["link"]);
  if (next === undefined)
    return at.next?.isText ? undefined : node.problem("needs next: link, or next: { json: a JMESPath }");
  const where = at.next?.isMap ? { json: next } : ("link" as const);
  return { next: where, ...(limit !== undefined && { limit }) };
}

function readJob(node: CatalogNode): HttpJob | undefined {
  const at = node.fields(["id", "status", "state", "done", "failed", "results", "interval", "timeout"]);
  const [id, status, state] = [at.id?.text(), at.status?.text(), at.state?.text()];
  const done = at.done ? readList(at.done) : [];
  const failed = at.failed ? readList(at.failed) : [];
  const more = present<Pick<HttpJob, "results" | "intervalMs" | "timeoutMs">>({
    results: at.results?.text(),
    intervalMs: at.interval && readDuration(at.interval, MAX_TIMER_MS),
    timeoutMs: at.timeout && readDuration(at.timeout),
  });
  if (at.id === undefined || at.status === undefined || at.state === undefined || at.done === undefined)
    return node.problem("needs id, status, state and done");
  if (id === undefined || status === undefined || state === undefined) return undefined;
  return { id, status, state, done, failed, ...more };
}

function readTexts(node: CatalogNode): Record<string, string> {
  return Object.fromEntries(
    node.entries().flatMap(([name, it]) => {
      const text = it.text();
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function readList(node: CatalogNode): string[] {
  const items = node.isList ? node.items() : [node];
  return items.flatMap((it) => it.text() ?? []);
}

/** Leaves out what is undefined. */
function present<T extends object>(parts: { [K in keyof T]-?: T[K] | undefined }): Writable<Partial<T>> {
  return Object.fromEntries(Object.entries(parts).filter(([, it]) => it !== undefined)) as Partial<T>;
}
