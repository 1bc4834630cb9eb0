import { isWaymarkError, type PruneOptions, type PruneReport, type RecordCounts } from "@waymark/trace-core";
import { checkPrune, pruneOrder, type SessionUse } from "@waymark/trace-core/adapter";
import type { Document } from "mongodb";

import type { CollectionName, MappingDocument } from "../documents/collections.js";
import type { MongoSession } from "../mongo-session.js";
import type { MongoSessionManager } from "../mongo-session-manager.js";
import { SessionRemoval } from "./session-removal.js";

/** Mappings that one transaction checks. */
const CHUNK = 5_000;
/** Maximum number of ids in one query. */
const LOOKUP = 1_000;

export async function prune(manager: MongoSessionManager, options: PruneOptions): Promise<PruneReport> {
  checkPrune(options);
  const { olderThan, dryRun = false } = options;
  if (dryRun) return { dryRun, ...(await countPrunable(manager, olderThan)) };

  const removed = { sessions: 0, pathExecutions: 0, mappings: 0, provenance: 0, outcomes: 0, metrics: 0 };
  const add = (more: Partial<RecordCounts>): void => {
    for (const kind of Object.keys(removed) as (keyof RecordCounts)[]) removed[kind] += more[kind] ?? 0;
  };
  for (const group of await manager.withReadSession((it) => prunableSessions(it, olderThan))) {
    try {
      for (let isOver = false; !isOver;) {
        const removal = await manager.withSession(async (session) => {
          const some = new SessionRemoval(session);
          const isLast = await some.run(group, ({ endedAt }) => endedAt !== null && endedAt < olderThan);
          return { isLast, removed: some.removed };
        });
        add(removal.removed);
        isOver = removal.isLast;
      }
    } catch (error) {
      // Another session has been answered by it since it was selected.
      if (!isWaymarkError(error, "session-in-use")) throw error;
    }
  }
  for (let after: string | undefined = ""; after !== undefined;) {
    const from: string = after;
    const { mappings, next } = await manager.withSession((session) =>
      removeForgotten(session, olderThan, from),
    );
    add({ mappings });
    after = next;
  }
  return { dryRun, ...removed };
}

async function prunableSessions(session: MongoSession, olderThan: Date): Promise<string[][]> {
  const options = { session: session.session };
  const ended = await session
    .collection("mapping_sessions")
    .find({ status: { $ne: "running" }, endedAt: { $lt: olderThan } }, { ...options, projection: { _id: 1 } })
    .sort({ _id: 1 })
    .toArray();
  const ids = ended.map((it) => it._id);
  const uses: SessionUse[] = [];
  for (const some of chunks(ids)) {
    // Includes each session's use of itself, which changes nothing: without further fields, the index alone answers this.
    const found = await session
      .collection("identifier_outcomes")
      .aggregate<{ _id: SessionUse }>(
        [
          { $match: { answeredBy: { $in: some } } },
          { $group: { _id: { answeredBy: "$answeredBy", sessionId: "$sessionId" } } },
        ],
        options,
      )
      .toArray();
    uses.push(...found.map((it) => it._id));
  }
  return pruneOrder(ids, uses);
}

/** Removes mappings without provenance that were last seen before `olderThan`, from the next range of ids. */
async function removeForgotten(
  session: MongoSession,
  olderThan: Date,
  after: string,
): Promise<{ mappings: number; next: string | undefined }> {
  const { ids, next } = await forgotten(session, olderThan, after);
  if (ids.length === 0) return { mappings: 0, next };
  const { deletedCount } = await session
    .collection("entity_mappings")
    .deleteMany({ _id: { $in: ids } }, { session: session.session });
  return { mappings: deletedCount, next };
}

async function forgotten(
  session: MongoSession,
  olderThan: Date,
  after: string,
): Promise<{ ids: string[]; next: string | undefined }> {
  const these = await mappingsAfter(session, after);
  const old = these.filter((it) => it.lastSeenAt < olderThan).map((it) => it._id);
  const vouchedFor = await mappingsWithProvenance(session, old, {});
  return { ids: old.filter((it) => !vouchedFor.has(it)), next: these.at(-1)?._id };
}

/** The next range of mappings by id. */
function mappingsAfter(
  session: MongoSession,
  after: string,
): Promise<Pick<MappingDocument, "_id" | "lastSeenAt">[]> {
  return session
    .collection("entity_mappings")
    .find({ _id: { $gt: after } }, { session: session.session, projection: { lastSeenAt: 1 } })
    .sort({ _id: 1 })
    .limit(CHUNK)
    .batchSize(CHUNK)
    .toArray();
}

/** Which of these mappings have provenance that matches the filter. */
async function mappingsWithProvenance(
  session: MongoSession,
  ids: readonly string[],
  filter: Document,
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const some of chunks(ids)) {
    const groups = await session
      .collection("entity_mapping_provenance")
      .aggregate<{ _id: string }>(
        [{ $match: { mappingId: { $in: some }, ...filter } }, { $group: { _id: "$mappingId" } }],
        { session: session.session, batchSize: LOOKUP + 1 },
      )
      .toArray();
    for (const { _id } of groups) found.add(_id);
  }
  return found;
}

/**
 * Reads the mappings in ranges, each with a snapshot of its own like the ranges that are removed, since one transaction
 * must not take longer than 60 s by default.
 */
async function countPrunable(manager: MongoSessionManager, olderThan: Date): Promise<RecordCounts> {
  const { ids, ...counts } = await manager.withReadSession((it) => countOwned(it, olderThan));
  let mappings = 0;
  for (let after: string | undefined = ""; after !== undefined;) {
    const from: string = after;
    const { going, next } = await manager.withReadSession((it) => countGoing(it, ids, olderThan, from));
    mappings += going;
    after = next;
  }
  return { ...counts, mappings };
}

async function countOwned(
  session: MongoSession,
  olderThan: Date,
): Promise<Omit<RecordCounts, "mappings"> & { ids: string[] }> {
  const ids = (await prunableSessions(session, olderThan)).flat();
  const count = async (name: CollectionName): Promise<number> => {
    let sum = 0;
    for (const some of chunks(ids)) {
      sum += await session.db
        .collection(name)
        .countDocuments({ sessionId: { $in: some } }, { session: session.session });
    }
    return sum;
  };
  return {
    ids,
    sessions: ids.length,
    pathExecutions: await count("path_executions"),
    provenance: await count("entity_mapping_provenance"),
    outcomes: await count("identifier_outcomes"),
    metrics: await count("execution_metrics"),
  };
}

/** How many mappings of the next range are left without provenance once these sessions are gone. */
async function countGoing(
  session: MongoSession,
  sessions: readonly string[],
  olderThan: Date,
  after: string,
): Promise<{ going: number; next: string | undefined }> {
  const these = await mappingsAfter(session, after);
  const ids = these.map((it) => it._id);
  const kept = await mappingsWithProvenance(session, ids, { sessionId: { $nin: [...sessions] } });
  const left = these.filter((it) => !kept.has(it._id));
  // Mappings that were seen since are kept if they never had provenance.
  const young = left.filter((it) => it.lastSeenAt >= olderThan).map((it) => it._id);
  const losing = await mappingsWithProvenance(session, young, {});
  return { going: left.length - young.length + losing.size, next: these.at(-1)?._id };
}

function chunks(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / LOOKUP) }, (_, i) =>
    ids.slice(i * LOOKUP, (i + 1) * LOOKUP),
  );
}
