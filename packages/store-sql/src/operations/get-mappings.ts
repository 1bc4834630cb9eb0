import { compareBytes, type EntityMapping } from "@waymark/trace-core";
import { distinctIds } from "@waymark/trace-core/adapter";

import { fromMappingRow, mappingRows } from "../rows/mapping-row.js";
import { selectList, type Row } from "../rows/row-shape.js";
import type { SqlSession } from "../sql-session.js";
import { isUuid } from "./is-uuid.js";

export async function getMappings(session: SqlSession, ids: readonly string[]): Promise<EntityMapping[]> {
  const wanted = distinctIds("ids", ids).filter(isUuid);
  if (wanted.length === 0) return [];
  const { dialect } = session;
  const rows = await session.query<Row>(
    `SELECT ${selectList(mappingRows, dialect)} FROM ${session.table("entity_mapping")}
     WHERE ${dialect.isIn('"id"', "$1", "uuid")}`,
    [dialect.list(wanted)],
  );
  return rows.map(fromMappingRow).sort((a, b) => compareBytes(a.id, b.id));
}
