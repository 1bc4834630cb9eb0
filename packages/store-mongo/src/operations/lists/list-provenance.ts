import type { EntityMappingProvenance, ListProvenanceQuery, Page } from "@waymark/trace-core";
import { checkProvenanceQuery, distinctIds } from "@waymark/trace-core/adapter";

import { fromDocument } from "../../documents/to-document.js";
import type { MongoSession } from "../../mongo-session.js";
import { listPage, type PagedList } from "./list-page.js";

const provenance: PagedList<"entity_mapping_provenance", EntityMappingProvenance> = {
  name: "provenance",
  collection: "entity_mapping_provenance",
  fromDocument,
  order: [
    { field: "pathExecutionId", type: "text" },
    { field: "_id", type: "text" },
  ],
  isDescending: true,
};

export async function listProvenance(
  session: MongoSession,
  query: ListProvenanceQuery,
): Promise<Page<EntityMappingProvenance>> {
  checkProvenanceQuery(query);
  if ("mappingId" in query) return listPage(session, provenance, { mappingId: query.mappingId }, query);
  if ("sessionId" in query) return listPage(session, provenance, { sessionId: query.sessionId }, query);
  if ("mappingIds" in query) {
    const mappingIds = distinctIds("mappingIds", query.mappingIds);
    return listPage(session, provenance, { mappingId: { $in: mappingIds } }, query);
  }
  // Looks up the session first, since the index begins with it.
  const { pathExecutionId } = query;
  const execution = await session
    .collection("path_executions")
    .findOne({ _id: pathExecutionId }, { session: session.session, projection: { sessionId: 1 } });
  // An unknown one matches nothing, but the page request must be checked all the same.
  const filter = { sessionId: execution?.sessionId ?? "", $and: [{ pathExecutionId }] };
  return listPage(session, provenance, filter, query);
}
