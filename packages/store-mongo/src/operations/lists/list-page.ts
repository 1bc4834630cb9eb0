import { InvalidQueryError, isStorable, type Page, type PageRequest } from "@waymark/trace-core";
import { decodeCursor, encodeCursor, pageLimit } from "@waymark/trace-core/adapter";
import type { Document } from "mongodb";

import type { CollectionName, Documents } from "../../documents/collections.js";
import type { MongoSession } from "../../mongo-session.js";

export interface PagedList<K extends CollectionName, T> {
  /** The name of the list in its cursors. */
  readonly name: string;
  readonly collection: K;
  readonly fromDocument: (document: Documents[K]) => T;
  /** The fields that order the list: an immutable key, unique within it. */
  readonly order: readonly { readonly field: string; readonly type: "instant" | "text" }[];
  readonly isDescending: boolean;
}

/** Reads one keyset page from a range of an index whose fields are those of the filter, then those of the order. */
export async function listPage<K extends CollectionName, T>(
  session: MongoSession,
  list: PagedList<K, T>,
  filter: Document,
  request: PageRequest,
): Promise<Page<T>> {
  const limit = pageLimit(request);
  const shape = list.order.map((it) => (it.type === "instant" ? "number" : "string"));
  const after = decodeCursor(list.name, request.cursor, shape);
  if (after?.some((it) => !canBe(it))) {
    throw new InvalidQueryError(`The cursor is not one of the list ${list.name}`, {
      list: list.name,
    });
  }
  // The driver would replace a lone surrogate, and so find another value.
  if (Object.values(filter).some((it) => typeof it === "string" && !isStorable(it))) return { items: [] };
  const direction = list.isDescending ? -1 : 1;
  const documents = await session.db
    .collection(list.collection)
    .find(after === undefined ? filter : { ...filter, ...beyond(list, after) }, { session: session.session })
    .sort(Object.fromEntries(list.order.map((it) => [it.field, direction])))
    .limit(limit + 1)
    // In one reply: by default, the first one has only 101 documents.
    .batchSize(limit + 1)
    .toArray();
  const kept = documents.slice(0, limit);
  const items = kept.map((it) => list.fromDocument(it as unknown as Documents[K]));
  const last = kept.at(-1);
  if (documents.length <= limit || last === undefined) return { items };
  const key = list.order.map(({ field, type }) =>
    type === "instant" ? (last[field] as Date).getTime() : (last[field] as string),
  );
  return { items, nextCursor: encodeCursor(list.name, key) };
}

/** Whether a part of a key can have this value, since a cursor may be forged. */
function canBe(value: string | number): boolean {
  return typeof value === "number" ? !Number.isNaN(new Date(value).getTime()) : isStorable(value);
}

/**
 * Matches keys beyond this one: either the first field is beyond, or it is equal and the rest is beyond. The bound of the
 * first field follows from this, but lets the server begin at that place of the index, whichever way it plans the rest.
 */
function beyond<K extends CollectionName, T>(
  { order, isDescending }: PagedList<K, T>,
  after: readonly (string | number)[],
): Document {
  const operator = isDescending ? "$lt" : "$gt";
  const values = after.map((it) => (typeof it === "number" ? new Date(it) : it));
  return {
    ...(order[0] && { [order[0].field]: { [`${operator}e`]: values[0] } }),
    $or: order.map(({ field }, i) => ({
      ...Object.fromEntries(order.slice(0, i).map((it, j) => [it.field, values[j]])),
      [field]: { [operator]: values[i] },
    })),
  };
}
