import type { EntityMapping, ListMappingsQuery, Page } from "@waymark/trace-core";
import { checkMappingsQuery } from "@waymark/trace-core/adapter";

import { fromMappingRow, mappingRows } from "../../rows/mapping-row.js";
import type { SqlSession } from "../../sql-session.js";
import { EVERYTHING, ofText } from "./condition.js";
import { listPage, type PagedList } from "./list-page.js";

const mappings: PagedList<EntityMapping> = {
  name: "mappings",
  table: "entity_mapping",
  shape: mappingRows,
  fromRow: fromMappingRow,
  order: [
    { column: "source_id", type: "text" },
    { column: "source_type", type: "text" },
    { column: "target_type", type: "text" },
    { column: "id", type: "uuid" },
  ],
  isDescending: false,
  keyOf: (it) => [it.sourceId, it.sourceType, it.targetType, it.id],
};

/**
 * The same order, without the source id, which is equal in all rows: with it, the index could not be searched by the
 * key.
 */
const mappingsOfSource: PagedList<EntityMapping> = {
  ...mappings,
  name: "mappingsOfSource",
  order: mappings.order.slice(1),
  keyOf: (it) => [it.sourceType, it.targetType, it.id],
};

const mappingsOfTarget: PagedList<EntityMapping> = {
  ...mappings,
  name: "mappingsOfTarget",
  order: [
    { column: "target_type", type: "text" },
    { column: "source_type", type: "text" },
    { column: "id", type: "uuid" },
  ],
  keyOf: (it) => [it.targetType, it.sourceType, it.id],
};

export async function listMappings(
  session: SqlSession,
  query: ListMappingsQuery,
): Promise<Page<EntityMapping>> {
  checkMappingsQuery(query);
  const { sourceId, targetId } = query;
  if (sourceId !== undefined)
    return listPage(session, mappingsOfSource, ofText("source_id", sourceId), query);
  if (targetId !== undefined)
    return listPage(session, mappingsOfTarget, ofText("target_id", targetId), query);
  return listPage(session, mappings, EVERYTHING, query);
}
