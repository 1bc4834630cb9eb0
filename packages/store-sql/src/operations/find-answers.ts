import {
  compareBytes,
  isStorable,
  type CachedAnswer,
  type EntityMapping,
  type EntityMappingProvenance,
  type FindAnswersQuery,
  type IdentifierOutcome,
} from "@waymark/trace-core";
import { checkAnswersQuery, distinctIds } from "@waymark/trace-core/adapter";

import { fromMappingRow, mappingRows } from "../rows/mapping-row.js";
import { fromOutcomeRow, outcomeRows } from "../rows/outcome-row.js";
import { fromProvenanceRow, provenanceRows } from "../rows/provenance-row.js";
import { selectList, type Row } from "../rows/row-shape.js";
import type { SqlSession } from "../sql-session.js";

/** Takes three statements for any number of ids. */
export async function findAnswers(session: SqlSession, query: FindAnswersQuery): Promise<CachedAnswer[]> {
  checkAnswersQuery(query);
  const sourceIds = distinctIds("sourceIds", query.sourceIds).filter(isStorable);
  const answerFingerprints = query.answerFingerprints.filter(isStorable);
  if (sourceIds.length === 0 || answerFingerprints.length === 0) return [];
  if (!isStorable(query.sourceType) || !isStorable(query.targetType)) return [];

  const outcomes = await latestOutcomes(session, { ...query, sourceIds, answerFingerprints });
  const mappings = new Map<string, EntityMapping>();
  const provenance = new Map<string, EntityMappingProvenance[]>();
  if (outcomes.some((it) => it.targets.length > 0)) {
    const ids = [...new Set(outcomes.flatMap((it) => it.targets.map((target) => target.mappingId)))];
    for (const it of await mappingsOf(session, ids)) mappings.set(it.id, it);
    const sessions = [...new Set(outcomes.map((it) => it.sessionId))];
    for (const it of await provenanceOf(session, ids, sessions)) {
      const key = `${it.sessionId} ${it.mappingId}`;
      const known = provenance.get(key);
      if (known === undefined) provenance.set(key, [it]);
      else known.push(it);
    }
  }
  return outcomes
    .sort((a, b) => compareBytes(a.sourceId, b.sourceId))
    .map((outcome) => ({
      outcome,
      mappings: outcome.targets.flatMap((it) => mappings.get(it.mappingId) ?? []),
      provenance: outcome.targets
        .flatMap((it) => provenance.get(`${outcome.sessionId} ${it.mappingId}`) ?? [])
        .sort((a, b) => compareBytes(a.mappingId, b.mappingId) || compareBytes(a.id, b.id)),
    }));
}

async function latestOutcomes(session: SqlSession, query: FindAnswersQuery): Promise<IdentifierOutcome[]> {
  const { dialect } = session;
  const columns = selectList(outcomeRows, dialect, "t");
  const table = session.table("identifier_outcome");
  const latestFirst = `t."recorded_at" DESC, t."session_id" DESC`;
  const isAnswer = `t."source_type" = $1 AND t."target_type" = $2
    AND t.served_from = 'live' AND t.answer_fingerprint IS NOT NULL
    AND ${dialect.isIn('t."answer_fingerprint"', "$4", "text")}
    AND t."recorded_at" >= ${dialect.instantParameter("$5")}`;
  const latestOfOne = `SELECT ${columns} FROM ${table} t
    WHERE t."source_id" = ids.id AND ${isAnswer} ORDER BY ${latestFirst} LIMIT 1`;
  // If possible, id by id: for all ids at once, PostgreSQL 18 may choose a skip scan of the primary key.
  const latest = dialect.forEach?.("$3", latestOfOne);
  const latestOfAll = `(
    SELECT ${columns}, row_number() OVER (PARTITION BY t."source_id" ORDER BY ${latestFirst}) AS latest
    FROM ${table} t WHERE ${dialect.isIn('t."source_id"', "$3", "text")} AND ${isAnswer}
  ) found WHERE latest = 1`;
  const rows = await session.query<Row>(`SELECT found.* FROM ${latest ?? latestOfAll}`, [
    query.sourceType,
    query.targetType,
    dialect.list(query.sourceIds),
    dialect.list(query.answerFingerprints),
    dialect.instant(query.since),
  ]);
  return rows.map(fromOutcomeRow);
}

async function mappingsOf(session: SqlSession, ids: readonly string[]): Promise<EntityMapping[]> {
  const { dialect } = session;
  const rows = await session.query<Row>(
    `SELECT ${selectList(mappingRows, dialect)} FROM ${session.table("entity_mapping")}
     WHERE ${dialect.isIn('"id"', "$1", "uuid")}`,
    [dialect.list(ids)],
  );
  return rows.map(fromMappingRow);
}

async function provenanceOf(
  session: SqlSession,
  mappingIds: readonly string[],
  sessionIds: readonly string[],
): Promise<EntityMappingProvenance[]> {
  const { dialect } = session;
  const rows = await session.query<Row>(
    `SELECT ${selectList(provenanceRows, dialect)} FROM ${session.table("entity_mapping_provenance")}
     WHERE ${dialect.isIn('"mapping_id"', "$1", "uuid")} AND ${dialect.isIn('"session_id"', "$2", "uuid")}`,
    [dialect.list(mappingIds), dialect.list(sessionIds)],
  );
  return rows.map(fromProvenanceRow);
}
