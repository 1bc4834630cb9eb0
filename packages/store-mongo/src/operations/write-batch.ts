import {
  SessionNotFoundError,
  type EntityMapping,
  type IdentifierOutcome,
  type MappingSession,
  type SessionEnd,
} from "@waymark/trace-core";
import {
  applySessionEnd,
  checkReferences,
  externalReferences,
  mergeEntityMapping,
  mergeIdentifierOutcome,
  type PreparedBatch,
} from "@waymark/trace-core/adapter";
import { ObjectId, type AnyBulkWriteOperation } from "mongodb";

import type {
  CollectionName,
  Documents,
  MappingDocument,
  OutcomeDocument,
} from "../documents/collections.js";
import {
  fromMappingDocument,
  fromOutcomeDocument,
  fromSessionDocument,
  outcomeId,
  toDocument,
  toMappingDocument,
  toOutcomeDocument,
  toSessionDocument,
} from "../documents/to-document.js";
import type { MongoSession } from "../mongo-session.js";
import { findByIds } from "./find-by-ids.js";

/** Maximum number of documents in one bulk write. */
const CHUNK = 5_000;

/** Writes a batch in an order in which each kind refers only to earlier ones. */
export async function writeBatch(session: MongoSession, batch: PreparedBatch): Promise<void> {
  const stamp = new ObjectId().toHexString();
  await lockReferences(session, batch, stamp);
  await insertNew(session, "mapping_sessions", batch.sessionStarts.map(toSessionDocument));
  await lockStarted(session, batch.sessionStarts, stamp);
  await insertNew(session, "path_executions", batch.pathExecutions.map(toDocument));
  await mergeMappings(session, batch.mappings, stamp);
  await insertNew(session, "entity_mapping_provenance", batch.provenance.map(toDocument));
  await mergeOutcomes(session, batch.outcomes);
  await insertNew(session, "execution_metrics", batch.metrics.map(toDocument));
  await endSessions(session, batch.sessionEnds);
}

/**
 * Checks that all references of a batch exist, and changes the lock fields of the sessions and mappings. A concurrent
 * transaction that removes one of these would not see this one's records in its snapshot; because of the change, the
 * two conflict.
 */
async function lockReferences(session: MongoSession, batch: PreparedBatch, stamp: string): Promise<void> {
  const references = externalReferences(batch);
  const sessions = await findByIds(session, "mapping_sessions", references.sessions, { _id: 1 });
  const mappings = await findByIds(session, "entity_mappings", references.mappings, { _id: 1 });
  const executions = await findByIds(session, "path_executions", references.pathExecutions, { sessionId: 1 });
  checkReferences(batch, {
    sessions: new Set(sessions.map((it) => it._id)),
    mappings: new Set(mappings.map((it) => it._id)),
    pathExecutions: new Map(executions.map((it) => [it._id, it.sessionId])),
  });
  await lock(session, "session_locks", references.sessions, stamp);
  await lock(session, "entity_mappings", references.mappings, stamp);
}

async function lock(
  session: MongoSession,
  name: "session_locks" | "entity_mappings",
  ids: readonly string[],
  stamp: string,
): Promise<void> {
  if (ids.length === 0) return;
  await session.db
    .collection<{ _id: string; lock: string }>(name)
    .updateMany({ _id: { $in: [...ids] } }, { $set: { lock: stamp } }, { session: session.session });
}

/** Changes also the lock of a session that exists already, to whose records the batch may add. */
async function lockStarted(
  session: MongoSession,
  started: readonly MappingSession[],
  stamp: string,
): Promise<void> {
  await bulkWrite(
    session,
    "session_locks",
    started.map(({ id }) => ({
      updateOne: { filter: { _id: id }, update: { $set: { lock: stamp } }, upsert: true },
    })),
  );
}

/** Inserts documents, and leaves existing ones alone. */
async function insertNew<K extends CollectionName>(
  session: MongoSession,
  name: K,
  documents: readonly (Documents[K] & { readonly _id: string })[],
): Promise<void> {
  await bulkWrite(
    session,
    name,
    documents.map((it) => {
      const { _id, ...fields } = it;
      return { updateOne: { filter: { _id }, update: { $setOnInsert: fields }, upsert: true } };
    }),
  );
}

async function mergeMappings(
  session: MongoSession,
  mappings: readonly EntityMapping[],
  stamp: string,
): Promise<void> {
  const known = new Map(
    (
      await findByIds(
        session,
        "entity_mappings",
        mappings.map((it) => it.id),
      )
    ).map((it) => [it._id, it]),
  );
  await bulkWrite(
    session,
    "entity_mappings",
    mappings.map((it) => {
      const before = known.get(it.id);
      if (before === undefined) return { insertOne: { document: toMappingDocument(it) } };
      const merged: MappingDocument = {
        ...toMappingDocument(mergeEntityMapping(fromMappingDocument(before), it)),
        lock: stamp,
      };
      return { replaceOne: { filter: { _id: it.id }, replacement: merged } };
    }),
  );
}

async function mergeOutcomes(session: MongoSession, outcomes: readonly IdentifierOutcome[]): Promise<void> {
  const known = new Map(
    (await findByIds(session, "identifier_outcomes", outcomes.map(outcomeId))).map((it) => [it._id, it]),
  );
  await bulkWrite(
    session,
    "identifier_outcomes",
    outcomes.map((it) => {
      const document = toOutcomeDocument(it);
      const before = known.get(document._id);
      if (before === undefined) return { insertOne: { document } };
      const merged: OutcomeDocument = toOutcomeDocument(
        mergeIdentifierOutcome(fromOutcomeDocument(before), it),
      );
      return { replaceOne: { filter: { _id: merged._id }, replacement: merged } };
    }),
  );
}

async function bulkWrite(
  session: MongoSession,
  name: CollectionName,
  operations: readonly unknown[],
): Promise<void> {
  const collection = session.db.collection(name);
  for (let start = 0; start < operations.length; start += CHUNK) {
    const chunk = operations.slice(start, start + CHUNK) as AnyBulkWriteOperation[];
    // Unordered, since no two operations concern the same document.
    await collection.bulkWrite(chunk, { session: session.session, ordered: false });
  }
}

async function endSessions(session: MongoSession, ends: readonly SessionEnd[]): Promise<void> {
  const ids = [...new Set(ends.map((it) => it.sessionId))];
  const current = new Map(
    (await findByIds(session, "mapping_sessions", ids)).map((it) => [it._id, fromSessionDocument(it)]),
  );
  const ended = new Map<string, MappingSession>();
  for (const end of ends) {
    const before = ended.get(end.sessionId) ?? current.get(end.sessionId);
    if (before === undefined) throw new SessionNotFoundError(end.sessionId);
    const after = applySessionEnd(before, end);
    if (after.status !== before.status) ended.set(after.id, after);
  }
  await bulkWrite(
    session,
    "mapping_sessions",
    [...ended.values()].map(({ id, status, endedAt, inputCount, resultCount, error }) => ({
      updateOne: {
        filter: { _id: id },
        update: { $set: { status, endedAt, inputCount, resultCount, error } },
      },
    })),
  );
}
