import { MAX_PAGE_SIZE, type Page, type PageRequest } from "@waymark/trace-core";

/**
 * Goes through at most so many pages of a list, until `use` has had enough.
 *
 * @param use gives false when it wants no more
 * @returns whether that was the whole list
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
