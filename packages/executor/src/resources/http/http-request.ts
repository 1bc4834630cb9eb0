import type { JsonValue } from "@waymark/trace-core";

/**
 * How a service is asked. `{ids}` in the URL or the body stands for a batch, joined by the separator; `{id}` for one
 * identifier, which is then asked for by itself. In the URL, each identifier is percent-encoded.
 */
export interface HttpRequest {
  readonly url: string;
  /** Default: GET, or POST if there is a body. */
  readonly method?: "GET" | "POST";
  readonly body?: HttpBody;
  /** Written between identifiers, in a URL encoded only where necessary. Default `,`. */
  readonly separator?: string;
  /** Maximum identifiers in one request with `{ids}`. Default 100. */
  readonly batchSize?: number;
  /** A value may contain `${env:NAME}`, which is read from the environment. Default none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Format of the answer. Default json. */
  readonly format?: "json" | "tsv" | "csv";
  readonly paging?: HttpPaging;
  readonly job?: HttpJob;
  /** What a 404 means. Default: `unknown` for a GET of one identifier, otherwise `failure`. */
  readonly notFound?: "unknown" | "failure";
  /** Maximum size of one answer, unpacked. Default 64 MiB. */
  readonly maxBytes?: number;
}

/**
 * Each text in it may contain `{ids}` or `{id}`. In JSON, a list element `"{ids}"` is replaced by the identifiers, one
 * element each.
 */
export type HttpBody = { readonly json: JsonValue } | { readonly form: Readonly<Record<string, string>> };

export interface HttpPaging {
  /** Where the next page's URL is: in the `Link` header (RFC 8288), or at a JMESPath of the answer. */
  readonly next: "link" | { readonly json: string };
  /** More pages than this are a failure. Default 100. */
  readonly limit?: number;
}

/**
 * A job that the request starts, and whose status is asked for until it is done. If the status is redirected, the job
 * is done, and its results are where the redirect leads.
 */
export interface HttpJob {
  /** JMESPath of the job's id in the answer to the request. */
  readonly id: string;
  /** URL of the status, with `{job}` for the job's id. */
  readonly status: string;
  /** JMESPath of the state in the status. */
  readonly state: string;
  readonly done: readonly string[];
  readonly failed: readonly string[];
  /**
   * URL of the results, with `{job}`. Default: where the status redirects to, or else the answer to the status itself.
   */
  readonly results?: string;
  /** Time between two requests for the status. Default 1000. */
  readonly intervalMs?: number;
  /** Time limit for the whole job. Default 300,000. */
  readonly timeoutMs?: number;
}

/** Where an answer has identifiers: JMESPath in JSON, column names in TSV and CSV. */
export interface HttpSelect {
  /** JMESPath of the list of items; JSON only. Default: the whole answer, which is a list or one item. */
  readonly items?: string;
  /** In an item: the identifier that was asked for. May be left out if the request has `{id}`. */
  readonly id?: string;
  /** In an item: its target, or a list of them. */
  readonly target: string;
  /** In an item: a confidence of its own, 0 to 1. Default none. */
  readonly confidence?: string;
  /** Separator of several identifiers in a cell. Default none. */
  readonly listSeparator?: string;
}

/** The placeholder for identifiers in a request; null if there is none. */
export function placeholderOf({ url, body }: HttpRequest): "id" | "ids" | null {
  const text = url + JSON.stringify(body ?? null);
  if (text.includes("{ids}")) return "ids";
  return text.includes("{id}") ? "id" : null;
}

export function methodOf({ method, body }: HttpRequest): "GET" | "POST" {
  return method ?? (body === undefined ? "GET" : "POST");
}
