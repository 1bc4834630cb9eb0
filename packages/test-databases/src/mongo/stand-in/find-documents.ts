import type { Document } from "bson";
import { Context } from "mingo";
import * as queryOperators from "mingo/operators/query";
import { Query } from "mingo/query";

import { compareValues } from "./byte-order.js";
import type { Storage, Transaction } from "./storage.js";

/** A comparison operator, which compares only values of the same type. */
function comparison(fits: (order: number) => boolean) {
  return (field: string, bound: unknown, _options: unknown) =>
    (document: Document): boolean => {
      const value: unknown = document[field];
      if (typeof value !== typeof bound || value === null) return false;
      return fits(compareValues(value, bound));
    };
}

/** Replaces mingo's own operators, which compare strings by UTF-16 code units: another order beyond U+FFFF. */
const context = Context.init({
  query: {
    ...queryOperators,
    $gt: comparison((order) => order > 0),
    $gte: comparison((order) => order >= 0),
    $lt: comparison((order) => order < 0),
    $lte: comparison((order) => order <= 0),
  },
});

/** The documents of a collection that match a filter, as the transaction sees them. */
export function findDocuments(
  storage: Storage,
  namespace: string,
  filter: Document,
  transaction: Transaction,
): Document[] {
  const query = new Query(filter, { context });
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
      const result = compareValues(a[field], b[field]) * direction;
      if (result !== 0) return result;
    }
    return 0;
  });
}

/** A superset of the ids that match: by `_id`, by the most selective indexed field, or all ids. */
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

/** The fields that a filter restricts to certain values. */
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
