import { isStorable } from "@waymark/trace-core";
import type { Document } from "mongodb";

import type { CollectionName, Documents } from "../documents/collections.js";
import type { MongoSession } from "../mongo-session.js";

/** Maximum number of ids in one query. */
const CHUNK = 1_000;

/**
 * Maximum number of documents in one reply, which also has at most 16 MiB. By default, the first reply has 101, and the
 * rest needs a second round trip.
 */
const REPLY = 10_000;

/** The documents with these ids, in no particular order; unknown ids are absent. */
export async function findByIds<K extends CollectionName>(
  session: MongoSession,
  name: K,
  ids: readonly string[],
  projection?: Document,
): Promise<Documents[K][]> {
  return findIn(session, name, "_id", ids, {}, projection);
}

/**
 * The documents that match the filter and whose field has one of these values, queried in chunks. Values that cannot be
 * stored are left out: the driver would replace a lone surrogate, and so find another value.
 */
export async function findIn<K extends CollectionName>(
  session: MongoSession,
  name: K,
  field: string,
  values: readonly string[],
  filter: Document = {},
  projection?: Document,
): Promise<Documents[K][]> {
  const found: Documents[K][] = [];
  const wanted = values.filter(isStorable);
  for (let start = 0; start < wanted.length; start += CHUNK) {
    const query = { ...filter, [field]: { $in: wanted.slice(start, start + CHUNK) } };
    const cursor = session.db
      .collection(name)
      .find(query, { session: session.session, batchSize: REPLY, ...(projection && { projection }) });
    for await (const document of cursor) found.push(document as unknown as Documents[K]);
  }
  return found;
}
