import { compareBytes } from "../text/compare-bytes.js";
import { decodeCursor, encodeCursor } from "../adapter/queries/cursor.js";
import { pageLimit } from "../adapter/queries/query-checks.js";
import type { Page, PageRequest } from "../trace-store-queries.js";

type Key = readonly (number | string)[];

export interface ListOrder<T> {
  /** Name of the list, so that cursors of different lists are not mixed up. */
  readonly list: string;
  readonly keyOf: (record: T) => Key;
  /** The types of the key's parts. */
  readonly shape: readonly ("string" | "number")[];
  readonly isDescending: boolean;
}

/** One keyset page of the records, as copies. */
export function pageOf<T>(records: Iterable<T>, order: ListOrder<T>, request: PageRequest): Page<T> {
  const { list, keyOf, shape, isDescending } = order;
  const limit = pageLimit(request);
  const sign = isDescending ? -1 : 1;
  const entries = [...records].map((record) => ({ record, key: keyOf(record) }));
  const after: Key | undefined = decodeCursor(list, request.cursor, shape);
  const rest = after === undefined ? entries : entries.filter((it) => sign * compareKeys(it.key, after) > 0);
  rest.sort((a, b) => sign * compareKeys(a.key, b.key));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const items = page.map((it) => structuredClone(it.record));
  return rest.length > limit && last !== undefined
    ? { items, nextCursor: encodeCursor(list, last.key) }
    : { items };
}

function compareKeys(a: Key, b: Key): number {
  for (let i = 0; i < a.length; i++) {
    const x = a[i];
    const y = b[i];
    const order = typeof x === "number" ? x - Number(y) : compareBytes(String(x), String(y));
    if (order !== 0) return order;
  }
  return 0;
}
