import {
  compareBytes,
  isStorable,
  type EntityMapping,
  type FindMappingsQuery,
  type FindReverseQuery,
} from "@waymark/trace-core";
import { checkFindQuery, distinctIds } from "@waymark/trace-core/adapter";

import { fromMappingRow, mappingRows } from "../rows/mapping-row.js";
import { selectList, type Row } from "../rows/row-shape.js";
import type { SqlSession } from "../sql-session.js";

export async function findMappings(session: SqlSession, query: FindMappingsQuery): Promise<EntityMapping[]> {
  checkFindQuery("findMappings", query);
  const found = await find(session, "source_id", distinctIds("sourceIds", query.sourceIds), query);
  return found.sort((a, b) => compareBytes(a.sourceId, b.sourceId) || compareBytes(a.targetId, b.targetId));
}

export async function findReverse(session: SqlSession, query: FindReverseQuery): Promise<EntityMapping[]> {
  checkFindQuery("findReverse", query);
  const found = await find(session, "target_id", distinctIds("targetIds", query.targetIds), query);
  return found.sort((a, b) => compareBytes(a.targetId, b.targetId) || compareBytes(a.sourceId, b.sourceId));
}

async function find(
  session: SqlSession,
  column: "source_id" | "target_id",
  ids: readonly string[],
  query: Omit<FindMappingsQuery, "sourceIds">,
): Promise<EntityMapping[]> {
  const { maxAgeMs, minConfidence } = query;
  const { sourceType, targetType } = query;
  const wanted = ids.filter(isStorable);
  if (wanted.length === 0 || !isStorable(sourceType) || !isStorable(targetType)) return [];
  const { dialect } = session;
  const parameters: unknown[] = [sourceType, targetType, dialect.list(wanted)];
  let sql = `SELECT ${selectList(mappingRows, dialect)} FROM ${session.table("entity_mapping")}
    WHERE "source_type" = $1 AND "target_type" = $2 AND ${dialect.isIn(`"${column}"`, "$3", "text")}`;
  if (maxAgeMs !== undefined) {
    sql += ` AND "last_seen_at" >= ${dialect.ago("$4")}`;
    parameters.push(maxAgeMs);
  }
  const found = (await session.query<Row>(sql, parameters)).map(fromMappingRow);
  // Not in the statement, since only the JSON column has the exact confidence.
  return minConfidence === undefined ? found : found.filter((it) => it.confidence >= minConfidence);
}
