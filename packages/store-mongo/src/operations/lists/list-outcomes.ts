import { isStorable, type IdentifierOutcome, type ListOutcomesQuery, type Page } from "@waymark/trace-core";
import { checkOutcomesQuery, distinctIds } from "@waymark/trace-core/adapter";

import { fromOutcomeDocument } from "../../documents/to-document.js";
import type { MongoSession } from "../../mongo-session.js";
import { listPage, type PagedList } from "./list-page.js";

const outcomes: PagedList<"identifier_outcomes", IdentifierOutcome> = {
  name: "outcomes",
  collection: "identifier_outcomes",
  fromDocument: fromOutcomeDocument,
  order: [
    { field: "sourceId", type: "text" },
    { field: "sourceType", type: "text" },
    { field: "targetType", type: "text" },
  ],
  isDescending: false,
};

const outcomesOfIdentifier: PagedList<"identifier_outcomes", IdentifierOutcome> = {
  ...outcomes,
  name: "outcomesOfIdentifier",
  order: [
    { field: "sourceType", type: "text" },
    { field: "targetType", type: "text" },
    { field: "sessionId", type: "text" },
  ],
  isDescending: true,
};

export async function listOutcomes(
  session: MongoSession,
  query: ListOutcomesQuery,
): Promise<Page<IdentifierOutcome>> {
  checkOutcomesQuery(query);
  if ("sourceId" in query) {
    // Each of the two values is a range of the index, and the server merges them.
    const filter = { sourceId: query.sourceId, servedFrom: { $in: ["live", "cache"] } };
    return listPage(session, outcomesOfIdentifier, filter, query);
  }
  const { sessionId, fromSourceId } = query;
  if (fromSourceId !== undefined)
    return listPage(session, outcomes, { sessionId, $and: [{ sourceId: { $gte: fromSourceId } }] }, query);
  if (query.sourceIds === undefined) return listPage(session, outcomes, { sessionId }, query);
  const sourceIds = distinctIds("sourceIds", query.sourceIds).filter(isStorable);
  return listPage(session, outcomes, { sessionId, $and: [{ sourceId: { $in: sourceIds } }] }, query);
}
