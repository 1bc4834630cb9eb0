import { MAX_PAGE_SIZE, type Page, type PageRequest } from "@waymark/trace-core";

/**
 * Reads a list page by page, up to `maxPages`, or until `use` returns false.
 *
 * @param use returns whether it wants more
 * @returns whether the whole list was read
 */
export async function firstPages<T, Q extends object>(
  list: (query: Q & PageRequest) => Promise<Page<T>>,
  query: Q & PageRequest,
  maxPages: number,
  use: (items: readonly T[]) => boolean,
): Promise<boolean> {
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const { items, nextCursor } = await list({
      ...query,
      limit: MAX_PAGE_SIZE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const wantsMore = use(items);
    if (nextCursor === undefined) return true;
    if (!wantsMore) return false;
    cursor = nextCursor;
  }
  return false;
}
