import {
  compareBytes,
  type EntityMapping,
  type FindMappingsQuery,
  type FindReverseQuery,
} from "@waymark/trace-core";
import { distinctIds } from "@waymark/trace-core/adapter";
import type { Document } from "mongodb";

import { fromMappingDocument } from "../documents/to-document.js";
import type { MongoSession } from "../mongo-session.js";
import { findIn } from "./find-by-ids.js";

/**
 * @param query as `checkFindQuery` wants it
 * @param now the store's clock, where the query asks for an age
 */
export async function findMappings(
  session: MongoSession,
  query: FindMappingsQuery,
  now: Date | null,
): Promise<EntityMapping[]> {
  const ids = distinctIds("sourceIds", query.sourceIds);
  const found = await findIn(session, "entity_mappings", "sourceId", ids, filterOf(query, now));
  return found
    .map(fromMappingDocument)
    .sort((a, b) => compareBytes(a.sourceId, b.sourceId) || compareBytes(a.targetId, b.targetId));
}

/**
 * @param query as `checkFindQuery` wants it
 * @param now the store's clock, where the query asks for an age
 */
export async function findReverse(
  session: MongoSession,
  query: FindReverseQuery,
  now: Date | null,
): Promise<EntityMapping[]> {
  const ids = distinctIds("targetIds", query.targetIds);
  const found = await findIn(session, "entity_mappings", "targetId", ids, filterOf(query, now));
  return found
    .map(fromMappingDocument)
    .sort((a, b) => compareBytes(a.targetId, b.targetId) || compareBytes(a.sourceId, b.sourceId));
}

function filterOf(query: Omit<FindMappingsQuery, "sourceIds">, now: Date | null): Document {
  const { sourceType, targetType, maxAgeMs, minConfidence } = query;
  const oldest = maxAgeMs === undefined || now === null ? undefined : new Date(now.getTime() - maxAgeMs);
  return {
    sourceType,
    targetType,
    ...(oldest && !Number.isNaN(oldest.getTime()) && { lastSeenAt: { $gte: oldest } }),
    ...(minConfidence !== undefined && { confidence: { $gte: minConfidence } }),
  };
}
