import {
  compareBytes,
  isStorable,
  type EntityMapping,
  type FindMappingsQuery,
  type FindReverseQuery,
} from "@waymark/trace-core";
import { checkFindQuery, distinctIds } from "@waymark/trace-core/adapter";
import type { Document } from "mongodb";

import { fromMappingDocument } from "../documents/to-document.js";
import type { MongoSession } from "../mongo-session.js";
import { findIn } from "./find-by-ids.js";

/** @param now returns the time by the store's clock; called only if the query has a maximum age */
export async function findMappings(
  session: MongoSession,
  query: FindMappingsQuery,
  now: () => Promise<Date>,
): Promise<EntityMapping[]> {
  checkFindQuery("findMappings", query);
  const ids = distinctIds("sourceIds", query.sourceIds);
  if (!isStorable(query.sourceType) || !isStorable(query.targetType)) return [];
  const found = await findIn(session, "entity_mappings", "sourceId", ids, await filterOf(query, now));
  return found
    .map(fromMappingDocument)
    .sort((a, b) => compareBytes(a.sourceId, b.sourceId) || compareBytes(a.targetId, b.targetId));
}

/** @param now returns the time by the store's clock; called only if the query has a maximum age */
export async function findReverse(
  session: MongoSession,
  query: FindReverseQuery,
  now: () => Promise<Date>,
): Promise<EntityMapping[]> {
  checkFindQuery("findReverse", query);
  const ids = distinctIds("targetIds", query.targetIds);
  if (!isStorable(query.sourceType) || !isStorable(query.targetType)) return [];
  const found = await findIn(session, "entity_mappings", "targetId", ids, await filterOf(query, now));
  return found
    .map(fromMappingDocument)
    .sort((a, b) => compareBytes(a.targetId, b.targetId) || compareBytes(a.sourceId, b.sourceId));
}

async function filterOf(
  query: Omit<FindMappingsQuery, "sourceIds">,
  now: () => Promise<Date>,
): Promise<Document> {
  const { sourceType, targetType, maxAgeMs, minConfidence } = query;
  const oldest = maxAgeMs === undefined ? undefined : new Date((await now()).getTime() - maxAgeMs);
  return {
    sourceType,
    targetType,
    ...(oldest && !Number.isNaN(oldest.getTime()) && { lastSeenAt: { $gte: oldest } }),
    ...(minConfidence !== undefined && { confidence: { $gte: minConfidence } }),
  };
}
