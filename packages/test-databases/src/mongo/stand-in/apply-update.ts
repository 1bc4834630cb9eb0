import { isDeepStrictEqual } from "node:util";

import type { Document } from "bson";

import { CommandError } from "./command-error.js";

/**
 * The document after an update; if there was none, a new one from the equalities of the filter. As MongoDB writes
 * nothing if operators change nothing, the document before is then returned itself.
 */
export function applyUpdate(before: Document | null, filter: Document, update: Document): Document {
  if (!Object.keys(update).some((it) => it.startsWith("$"))) {
    return { _id: (before?._id ?? filter._id) as unknown, ...update };
  }
  const after: Document = before === null ? seed(filter) : { ...before };
  for (const [operator, fields] of Object.entries(update)) {
    for (const [field, value] of Object.entries(fields as Document)) {
      if (operator === "$set" || (operator === "$setOnInsert" && before === null))
        after[field] = value as unknown;
      else if (operator === "$max") {
        if (after[field] === undefined || Number(value) > Number(after[field]))
          after[field] = value as unknown;
      } else if (operator !== "$setOnInsert") {
        throw new CommandError(9, `the stand-in does not know the update operator ${operator}`);
      }
    }
  }
  return before !== null && isDeepStrictEqual(before, after) ? before : after;
}

function seed(filter: Document): Document {
  return Object.fromEntries(
    Object.entries(filter).filter(([field, value]) => !field.startsWith("$") && typeof value === "string"),
  );
}
