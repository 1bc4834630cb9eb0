import jmespath from "jmespath";

import type { HttpRelease } from "./http-release.js";
import { placeholderOf, type HttpRequest, type HttpSelect } from "./http-request.js";

/** What is wrong, and with which part. */
export interface HttpProblem<K> {
  readonly key: K;
  readonly message: string;
}

/** A token of RFC 9110, 5.6.2. */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const SECRET_HEADER = /authorization|cookie|token|secret|password|api-?key/i;

/** Everything that is wrong with a request. */
export function checkRequest(request: HttpRequest): HttpProblem<keyof HttpRequest>[] {
  const problems: HttpProblem<keyof HttpRequest>[] = [];
  const note = (key: keyof HttpRequest, message: string | undefined): void => {
    if (message !== undefined) problems.push({ key, message });
  };
  const { url, method, body, headers = {}, format = "json", paging, job } = request;
  note("url", whyNoUrl(url, ["id", "ids"]));
  const inBody = JSON.stringify(body ?? null);
  if (placeholderOf(request) === null) note("url", "needs {id} or {ids}, in the url or the body");
  else if (
    [url, inBody].some((it) => it.includes("{id}")) &&
    [url, inBody].some((it) => it.includes("{ids}"))
  )
    note("url", "has both {id} and {ids}, in the url or the body: ask for one identifier or for a batch");
  if (method === "GET" && body !== undefined) note("body", "a GET has no body: declare method: POST");
  for (const [part, text] of [
    ["url", url],
    ["body", inBody],
  ] as const)
    if (text.includes("${env:")) note(part, "cannot read the environment: put secrets into headers");
  for (const [name, value] of Object.entries(headers)) {
    if (SECRET_HEADER.test(name) && !value.includes("${env:"))
      note("headers", `${name} holds a secret: keep it in the environment, and write \${env:NAME}`);
  }
  if (paging !== undefined && paging.next !== "link") {
    if (format !== "json") note("paging", `has next in JSON, but the format is ${format}: write next: link`);
    note("paging", whyNoJmespath(paging.next.json));
  }
  if (job !== undefined) {
    for (const it of [job.id, job.state]) note("job", whyNoJmespath(it));
    for (const it of [job.status, job.results]) note("job", it === undefined ? it : whyNoUrl(it, ["job"]));
  }
  return problems;
}

/** Everything that is wrong with the selectors of an answer to a request. */
export function checkSelect(select: HttpSelect, request: HttpRequest): HttpProblem<keyof HttpSelect>[] {
  const problems: HttpProblem<keyof HttpSelect>[] = [];
  const isJson = (request.format ?? "json") === "json";
  if (select.id === undefined && placeholderOf(request) === "ids")
    problems.push({ key: "id", message: "is needed: several identifiers are asked for at once" });
  if (!isJson && select.items !== undefined)
    problems.push({ key: "items", message: "is for JSON: in a table the rows are the items" });
  if (!isJson) return problems;
  for (const key of ["items", "id", "target", "confidence"] as const) {
    const message = select[key] === undefined ? undefined : whyNoJmespath(select[key]);
    if (message !== undefined) problems.push({ key, message });
  }
  return problems;
}

/** Everything that is wrong with the source of a release. */
export function checkRelease(release: HttpRelease): HttpProblem<"header" | "url" | "json">[] {
  const problems: HttpProblem<"header" | "url" | "json">[] = [];
  if ("header" in release && !HEADER_NAME.test(release.header))
    problems.push({ key: "header", message: "must be the name of a header" });
  const url = release.url === undefined ? undefined : whyNoUrl(release.url, []);
  if (url !== undefined) problems.push({ key: "url", message: url });
  const json = "json" in release ? whyNoJmespath(release.json) : undefined;
  if (json !== undefined) problems.push({ key: "json", message: json });
  return problems;
}

function whyNoUrl(template: string, placeholders: readonly string[]): string | undefined {
  for (const [shown, name = ""] of template.matchAll(/\{([^{}]*)\}/g)) {
    if (!placeholders.includes(name) && !template.includes("$" + shown))
      return placeholders.length === 0
        ? `has ${shown}, but takes no placeholders`
        : `has ${shown}: the placeholders are ${placeholders.map((it) => `{${it}}`).join(" and ")}`;
  }
  const url = URL.canParse(template) ? new URL(template) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:")
    return "must be a full URL that begins with http:// or https://";
  if (url.username !== "" || url.password !== "")
    return "contains credentials: pass them in a header, from the environment";
  return undefined;
}

/** An invalid expression fails whatever it is applied to, even null. */
function whyNoJmespath(expression: string): string | undefined {
  try {
    jmespath.search(null, expression);
    return undefined;
  } catch (error) {
    const { name, message } = error as Error;
    // Other errors come from functions, which refuse null as an argument.
    if (name !== "LexerError" && name !== "ParserError" && !message.startsWith("Unknown function"))
      return undefined;
    return `is not a valid JMESPath: ${expression} (${message})`;
  }
}
