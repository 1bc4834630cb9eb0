import type { EntityMapping, ListMappingsQuery, Page } from "@waymark/trace-core";
import { checkMappingsQuery } from "@waymark/trace-core/adapter";

import { fromMappingDocument } from "../../documents/to-document.js";
import type { MongoSession } from "../../mongo-session.js";
import { listPage, type PagedList } from "./list-page.js";

const mappings: PagedList<"entity_mappings", EntityMapping> = {
  name: "mappings",
  collection: "entity_mappings",
  fromDocument: fromMappingDocument,
  order: [
    { field: "sourceId", type: "text" },
    { field: "sourceType", type: "text" },
    { field: "targetType", type: "text" },
    { field: "_id", type: "text" },
  ],
  isDescending: false,
};

/** The same order, without the source id, which is equal in all documents. */
const mappingsOfSource: PagedList<"entity_mappings", EntityMapping> = {
  ...mappings,
  name: "mappingsOfSource",
  order: mappings.order.slice(1),
};

const mappingsOfTarget: PagedList<"entity_mappings", EntityMapping> = {
  ...mappings,
  name: "mappingsOfTarget",
  order: [
    { field: "targetType", type: "text" },
    { field: "sourceType", type: "text" },
    { field: "_id", type: "text" },
  ],
};

export async function listMappings(
  session: MongoSession,
  query: ListMappingsQuery,
): Promise<Page<EntityMapping>> {
  checkMappingsQuery(query);
  const { sourceId, targetId } = query;
  if (sourceId !== undefined) return listPage(session, mappingsOfSource, { sourceId }, query);
  if (targetId !== undefined) return listPage(session, mappingsOfTarget, { targetId }, query);
  return listPage(session, mappings, {}, query);
}
