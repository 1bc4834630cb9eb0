import type { JsonValue } from "@waymark/trace-core";

/**
 * How a service is asked. `{ids}` in the URL or the body stands for a batch, joined by the separator; `{id}` for one
 * identifier, which is then asked for by itself. In the URL each identifier is percent-encoded.
 */
export interface HttpRequest {
  readonly url: string;
  /** Default GET, or POST when there is a body. */
  readonly method?: "GET" | "POST";
  readonly body?: HttpBody;
  /** Written between identifiers as it is. Default `,`. */
  readonly separator?: string;
  /** Identifiers in one request, where `{ids}` is. Default 100. */
  readonly batchSize?: number;
  /** A value may contain `${env:NAME}`, which is read from the environment. Default none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the answer. Default json. */
  readonly format?: "json" | "tsv" | "csv";
  readonly paging?: HttpPaging;
  readonly job?: HttpJob;
  /** What a 404 means. Default `unknown` for a GET of one identifier, else `failure`. */
  readonly notFound?: "unknown" | "failure";
  /** Of one answer, unpacked. Default 64 MiB. */
  readonly maxBytes?: number;
}

/**
 * Each text of it may contain `{ids}` or `{id}`; in JSON a list's element `"{ids}"` stands for the identifiers one by
 * one.
 */
export type HttpBody = { readonly json: JsonValue } | { readonly form: Readonly<Record<string, string>> };

export interface HttpPaging {
  /** Where the next page's URL is: in the `Link` header (RFC 8288), or at a JMESPath of the answer. */
  readonly next: "link" | { readonly json: string };
  /** More pages than this are a failure. Default 100. */
  readonly limit?: number;
}

/**
 * A request that starts a job, whose status is asked for until it is done. A redirect of the status says that it is done
 * and where the results are.
 */
export interface HttpJob {
  /** JMESPath of the job's id in the answer to the request. */
  readonly id: string;
  /** With `{job}` for the job's id. */
  readonly status: string;
  /** JMESPath of the state in the status. */
  readonly state: string;
  readonly done: readonly string[];
  readonly failed: readonly string[];
  /** With `{job}`. Default: where the status redirects to, or else what the status says itself. */
  readonly results?: string;
  /** Between two looks at the status. Default 1000. */
  readonly intervalMs?: number;
  /** For the whole job. Default 300,000. */
  readonly timeoutMs?: number;
}

/** Where an answer has identifiers: JMESPath in JSON, column names in TSV and CSV. */
export interface HttpSelect {
  /** JMESPath of the list of items; JSON only. Default: the whole answer, which is a list or one item. */
  readonly items?: string;
  /** In an item: the identifier that was asked for. May be left out where `{id}` is asked for. */
  readonly id?: string;
  /** In an item: its target, or a list of them. */
  readonly target: string;
  /** In an item: a confidence of its own, 0 to 1. Default none. */
  readonly confidence?: string;
  /** Between several identifiers in a cell. Default none. */
  readonly listSeparator?: string;
}

/** What stands for identifiers in a request; null when nothing does. */
export function placeholderOf({ url, body }: HttpRequest): "id" | "ids" | null {
  const text = url + JSON.stringify(body ?? null);
  if (text.includes("{ids}")) return "ids";
  return text.includes("{id}") ? "id" : null;
}

export function methodOf({ method, body }: HttpRequest): "GET" | "POST" {
  return method ?? (body === undefined ? "GET" : "POST");
}
