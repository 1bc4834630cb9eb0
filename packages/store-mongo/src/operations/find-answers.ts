import {
  compareBytes,
  isStorable,
  type CachedAnswer,
  type EntityMappingProvenance,
  type FindAnswersQuery,
} from "@waymark/trace-core";
import { checkAnswersQuery, distinctIds } from "@waymark/trace-core/adapter";
import type { Document } from "mongodb";

import { fromDocument, fromMappingDocument, fromOutcomeDocument } from "../documents/to-document.js";
import type { MongoSession } from "../mongo-session.js";
import { findByIds, findIn } from "./find-by-ids.js";

const CHUNK = 1_000;

export async function findAnswers(session: MongoSession, query: FindAnswersQuery): Promise<CachedAnswer[]> {
  checkAnswersQuery(query);
  const sourceIds = distinctIds("sourceIds", query.sourceIds).filter(isStorable);
  const answerFingerprints = query.answerFingerprints.filter(isStorable);
  if (answerFingerprints.length === 0) return [];
  if (!isStorable(query.sourceType) || !isStorable(query.targetType)) return [];
  const asked = { ...query, answerFingerprints };

  const latest: string[] = [];
  for (let start = 0; start < sourceIds.length; start += CHUNK) {
    latest.push(...(await latestOutcomes(session, asked, sourceIds.slice(start, start + CHUNK))));
  }
  const outcomes = (await findByIds(session, "identifier_outcomes", latest)).map(fromOutcomeDocument);
  const ids = [...new Set(outcomes.flatMap((it) => it.targets.map((target) => target.mappingId)))];
  const mappings = new Map((await findByIds(session, "entity_mappings", ids)).map((it) => [it._id, it]));
  const sessions = [...new Set(outcomes.map((it) => it.sessionId))];
  const provenance = new Map<string, EntityMappingProvenance[]>();
  const filter = { sessionId: { $in: sessions } };
  for (const it of await findIn(session, "entity_mapping_provenance", "mappingId", ids, filter)) {
    const key = `${it.sessionId} ${it.mappingId}`;
    const known = provenance.get(key);
    if (known === undefined) provenance.set(key, [fromDocument(it)]);
    else known.push(fromDocument(it));
  }
  return outcomes
    .sort((a, b) => compareBytes(a.sourceId, b.sourceId))
    .map((outcome) => ({
      outcome,
      mappings: outcome.targets.flatMap(({ mappingId }) => {
        const document = mappings.get(mappingId);
        return document === undefined ? [] : [fromMappingDocument(document)];
      }),
      provenance: outcome.targets
        .flatMap((it) => provenance.get(`${outcome.sessionId} ${it.mappingId}`) ?? [])
        .sort((a, b) => compareBytes(a.mappingId, b.mappingId) || compareBytes(a.id, b.id)),
    }));
}

/**
 * The ids of the latest outcomes. Only their keys are compared, since a server sorts no more than 100 MB, and one
 * outcome may have 10,000 targets.
 */
async function latestOutcomes(
  session: MongoSession,
  { sourceType, targetType, answerFingerprints, since }: FindAnswersQuery,
  sourceIds: readonly string[],
): Promise<string[]> {
  const pipeline: Document[] = [
    {
      $match: {
        sourceType,
        targetType,
        sourceId: { $in: sourceIds },
        recordedAt: { $gte: since },
        servedFrom: "live",
        answerFingerprint: { $type: "string", $in: answerFingerprints },
      },
    },
    { $project: { sourceId: 1, recordedAt: 1, sessionId: 1 } },
    { $sort: { sourceId: -1, recordedAt: -1, sessionId: -1 } },
    { $group: { _id: "$sourceId", latest: { $first: "$_id" } } },
  ];
  const found = session
    .collection("identifier_outcomes")
    .aggregate<{ latest: string }>(pipeline, { session: session.session, batchSize: CHUNK + 1 });
  return (await found.toArray()).map((it) => it.latest);
}
