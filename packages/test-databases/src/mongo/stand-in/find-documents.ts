import type { Document } from "bson";
import { Query } from "mingo";

import type { Storage, Transaction } from "./storage.js";

/** The documents of a collection that fit a filter, as the transaction sees them. */
export function findDocuments(
  storage: Storage,
  namespace: string,
  filter: Document,
  transaction: Transaction,
): Document[] {
  const query = new Query(filter);
  const found: Document[] = [];
  for (const id of candidates(storage, namespace, filter, transaction)) {
    const document = storage.read(namespace, id, transaction);
    if (document !== null && query.test(document)) found.push(document);
  }
  return found;
}

/** Sorts as MongoDB does with the simple collation: strings by their UTF-8 bytes. */
export function sortDocuments(documents: Document[], order: Record<string, number>): Document[] {
  const fields = Object.entries(order);
  return documents.sort((a, b) => {
    for (const [field, direction] of fields) {
      const result = compare(a[field], b[field]) * direction;
      if (result !== 0) return result;
    }
    return 0;
  });
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === "string" && typeof b === "string") return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b);
}

/** Ids among which all that fit are: by `_id`, by the most selective indexed field, or all. */
function candidates(
  storage: Storage,
  namespace: string,
  filter: Document,
  transaction: Transaction,
): Iterable<string> {
  const collection = storage.collection(namespace);
  const own = transaction.writes.get(namespace)?.keys() ?? [];
  const wanted = equalities(filter);
  const ids = wanted.get("_id");
  if (ids !== undefined) return ids as string[];
  let best: Set<string> | undefined;
  for (const [field, values] of wanted) {
    const having = collection.having(field, values);
    if (having !== undefined && (best === undefined || having.size < best.size)) best = having;
  }
  return new Set([...(best ?? collection.versions.keys()), ...own]);
}

/** Fields that have to have one of some values. */
function equalities(filter: Document): Map<string, unknown[]> {
  const wanted = new Map<string, unknown[]>();
  for (const [field, condition] of Object.entries(filter)) {
    if (field === "$and")
      for (const part of condition as Document[]) for (const it of equalities(part)) wanted.set(...it);
    else if (typeof condition === "string") wanted.set(field, [condition]);
    else if (isIn(condition)) wanted.set(field, condition.$in);
  }
  return wanted;
}

function isIn(condition: unknown): condition is { $in: unknown[] } {
  return (
    typeof condition === "object" && condition !== null && "$in" in condition && Array.isArray(condition.$in)
  );
}
