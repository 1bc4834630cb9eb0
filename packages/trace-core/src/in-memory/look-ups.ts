import { checkAnswersQuery, checkFindQuery, distinctIds } from "../adapter/queries/query-checks.js";
import type { EntityMapping } from "../records/entity-mapping.js";
import type { IdentifierOutcome } from "../records/identifier-outcome.js";
import { compareBytes } from "../text/compare-bytes.js";
import type {
  CachedAnswer,
  FindAnswersQuery,
  FindMappingsQuery,
  FindReverseQuery,
} from "../trace-store-queries.js";
import { found } from "./found.js";
import { sourceKey, targetKey, type InMemoryRecords } from "./in-memory-records.js";

export function getMappings(records: InMemoryRecords, ids: readonly string[]): EntityMapping[] {
  return copies(found(records.mappings, distinctIds("ids", ids)), (a, b) => compareBytes(a.id, b.id));
}

export function findMappings(records: InMemoryRecords, query: FindMappingsQuery, now: Date): EntityMapping[] {
  checkFindQuery("findMappings", query);
  const { sourceType, targetType } = query;
  const ids = distinctIds("sourceIds", query.sourceIds).flatMap((sourceId) => [
    ...records.mappingsBySource.get(sourceKey({ sourceType, targetType, sourceId })),
  ]);
  return copies(
    found(records.mappings, ids).filter(isWanted(query, now)),
    (a, b) => compareBytes(a.sourceId, b.sourceId) || compareBytes(a.targetId, b.targetId),
  );
}

export function findReverse(records: InMemoryRecords, query: FindReverseQuery, now: Date): EntityMapping[] {
  checkFindQuery("findReverse", query);
  const { sourceType, targetType } = query;
  const ids = distinctIds("targetIds", query.targetIds).flatMap((targetId) => [
    ...records.mappingsByTarget.get(targetKey({ sourceType, targetType, targetId })),
  ]);
  return copies(
    found(records.mappings, ids).filter(isWanted(query, now)),
    (a, b) => compareBytes(a.targetId, b.targetId) || compareBytes(a.sourceId, b.sourceId),
  );
}

export function findAnswers(records: InMemoryRecords, query: FindAnswersQuery): CachedAnswer[] {
  checkAnswersQuery(query);
  const fingerprints = new Set<string | null>(query.answerFingerprints);
  const { sourceType, targetType } = query;
  return distinctIds("sourceIds", query.sourceIds)
    .sort(compareBytes)
    .flatMap((sourceId) => {
      const key = sourceKey({ sourceType, targetType, sourceId });
      const outcome = found(records.outcomes, records.outcomesBySource.get(key))
        .filter((it) => it.servedFrom === "live" && it.answerFingerprint !== null)
        .filter((it) => fingerprints.has(it.answerFingerprint) && it.recordedAt >= query.since)
        .reduce<IdentifierOutcome | undefined>(
          (latest, it) => (latest && isLater(latest, it) ? latest : it),
          undefined,
        );
      return outcome === undefined ? [] : [structuredClone(withTrace(records, outcome))];
    });
}

function isLater(a: IdentifierOutcome, b: IdentifierOutcome): boolean {
  return (a.recordedAt.getTime() - b.recordedAt.getTime() || compareBytes(a.sessionId, b.sessionId)) > 0;
}

function withTrace(records: InMemoryRecords, outcome: IdentifierOutcome): CachedAnswer {
  const mappings = found(
    records.mappings,
    outcome.targets.map((it) => it.mappingId),
  );
  const provenance = mappings
    .flatMap((it) => found(records.provenance, records.provenanceOfMapping.get(it.id)))
    .filter((it) => it.sessionId === outcome.sessionId)
    .sort((a, b) => compareBytes(a.mappingId, b.mappingId) || compareBytes(a.id, b.id));
  return { outcome, mappings, provenance };
}

function isWanted(
  query: { readonly maxAgeMs?: number; readonly minConfidence?: number },
  now: Date,
): (it: EntityMapping) => boolean {
  const { maxAgeMs, minConfidence } = query;
  return (it) =>
    (maxAgeMs === undefined || it.lastSeenAt.getTime() >= now.getTime() - maxAgeMs) &&
    (minConfidence === undefined || it.confidence >= minConfidence);
}

function copies<T>(records: T[], order: (a: T, b: T) => number): T[] {
  return structuredClone(records.sort(order));
}
