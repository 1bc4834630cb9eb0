import { MAX_PAGE_SIZE, type Page, type PageRequest } from "./trace-store-queries.js";

/**
 * Iterates over all pages of a list, with one page in memory at a time.
 *
 * @param list one of the store's lists, such as `(query) => store.listOutcomes(query)`
 * @param query the list's query; `limit` is the size of a page, by default 1,000
 */
export async function* everyItem<T, const Q extends object>(
  list: (query: Q & PageRequest) => Promise<Page<T>>,
  query: Q & PageRequest,
): AsyncGenerator<T, void, undefined> {
  for await (const items of everyPage(list, query)) yield* items;
}

/**
 * Like `everyItem`, but yields whole pages, for look-ups that take all items of a page at once. Pages are never empty.
 */
export async function* everyPage<T, const Q extends object>(
  list: (query: Q & PageRequest) => Promise<Page<T>>,
  query: Q & PageRequest,
): AsyncGenerator<T[], void, undefined> {
  let next: string | undefined = query.cursor;
  do {
    const page = await list({
      ...query,
      limit: query.limit ?? MAX_PAGE_SIZE,
      ...(next === undefined ? {} : { cursor: next }),
    });
    if (page.items.length > 0) yield page.items;
    next = page.nextCursor;
  } while (next !== undefined);
}
