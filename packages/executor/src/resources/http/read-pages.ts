import type { Exchange } from "./exchange.js";
import type { HttpRequest, HttpSelect } from "./http-request.js";
import { nextLink } from "./link-header.js";
import { readPage, valueAt, type AnswerItem, type AnswerPage } from "./read-items.js";
import { resolveUrl, type HttpAnswer } from "./send-request.js";

const DEFAULT_LIMIT = 100;
const ACCEPTED = 202;
const NO_CONTENT = 204;
const PARTIAL_CONTENT = 206;

/**
 * The items of an answer and of the pages that follow it.
 *
 * @throws ResourceRequestError a page cannot be fetched or makes no sense, or there are too many pages, or they form a
 *   loop
 */
export async function* readPages(
  exchange: Exchange,
  first: HttpAnswer,
  { format, paging }: HttpRequest,
  select: HttpSelect,
): AsyncGenerator<readonly AnswerItem[]> {
  const { limit = DEFAULT_LIMIT } = paging ?? {};
  const seen = new Set([first.url]);
  for (let answer = first, count = 1; ; count++) {
    const { status, text, shown } = answer;
    if (status === NO_CONTENT) return;
    // In both cases, part of the answer is missing: an identifier that is not in it does not count as unknown.
    if (status === ACCEPTED)
      throw exchange.failure(`${shown} was answered with 202 Accepted: the answer is not ready yet`);
    if (status === PARTIAL_CONTENT && paging === undefined)
      throw exchange.failure(
        `${shown} was answered with 206 Partial Content: declare paging to read the rest`,
      );
    const page = exchange.read(answer, () => readPage(text, format, select));
    yield page.items;
    const next = nextUrl(exchange, answer, page, paging);
    if (next === undefined) return;
    if (seen.has(next)) throw exchange.failure(`${answer.shown}: its pages form a loop`);
    if (count >= limit) throw exchange.failure(`${answer.shown}: the answer has more than ${limit} pages`);
    seen.add(next);
    answer = await exchange.ask({ method: "GET", url: next });
  }
}

/** Undefined after the last page. */
function nextUrl(
  exchange: Exchange,
  answer: HttpAnswer,
  { document }: AnswerPage,
  paging: HttpRequest["paging"],
): string | undefined {
  const linked = nextLink(answer.headers.get("link"));
  if (paging === undefined) {
    // The other pages would be missing: an identifier that is not on this one does not count as unknown.
    if (linked !== null)
      throw exchange.failure(`${answer.shown}: the answer has more pages: declare paging: { next: link }`);
    return undefined;
  }
  const { next } = paging;
  const link = next === "link" ? linked : exchange.read(answer, () => valueAt(document, next.json));
  if (link === null || link === undefined || link === "" || link === false) return undefined;
  const url = typeof link === "string" ? resolveUrl(link, answer.url) : undefined;
  if (url === undefined)
    throw exchange.failure(`${answer.shown}: the link to the next page is not a URL that can be followed`);
  return url;
}
