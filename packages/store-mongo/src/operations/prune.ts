import { isWaymarkError, type PruneOptions, type PruneReport, type RecordCounts } from "@waymark/trace-core";
import { checkPrune, pruneOrder, type SessionUse } from "@waymark/trace-core/adapter";

import type { CollectionName } from "../documents/collections.js";
import type { MongoSession } from "../mongo-session.js";
import type { MongoSessionManager } from "../mongo-session-manager.js";
import { findIn } from "./find-by-ids.js";
import { SessionRemoval } from "./session-removal.js";

/** Mappings that one transaction checks. */
const CHUNK = 5_000;

export async function prune(manager: MongoSessionManager, options: PruneOptions): Promise<PruneReport> {
  checkPrune(options);
  const { olderThan, dryRun = false } = options;
  if (dryRun) return { dryRun, ...(await manager.withReadSession((it) => countPrunable(it, olderThan))) };

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
  const uses = await session
    .collection("identifier_outcomes")
    .aggregate<{ _id: SessionUse }>(
      [
        { $match: { answeredBy: { $in: ids }, servedFrom: "cache" } },
        { $group: { _id: { answeredBy: "$answeredBy", sessionId: "$sessionId" } } },
      ],
      options,
    )
    .toArray();
  return pruneOrder(
    ids,
    uses.map((it) => it._id),
  );
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
  const these = await session
    .collection("entity_mappings")
    .find({ _id: { $gt: after } }, { session: session.session, projection: { lastSeenAt: 1 } })
    .sort({ _id: 1 })
    .limit(CHUNK)
    .toArray();
  const old = these.filter((it) => it.lastSeenAt < olderThan).map((it) => it._id);
  const left = await findIn(session, "entity_mapping_provenance", "mappingId", old, {}, { mappingId: 1 });
  const vouchedFor = new Set(left.map((it) => it.mappingId));
  return { ids: old.filter((it) => !vouchedFor.has(it)), next: these.at(-1)?._id };
}

async function countPrunable(session: MongoSession, olderThan: Date): Promise<RecordCounts> {
  const ids = (await prunableSessions(session, olderThan)).flat();
  const going = new Set(ids);
  const options = { session: session.session };
  const count = (name: CollectionName): Promise<number> =>
    session.db.collection(name).countDocuments({ sessionId: { $in: ids } }, options);
  let mappings = 0;
  const own = session
    .collection("entity_mapping_provenance")
    .aggregate<{ _id: string }>(
      [{ $match: { sessionId: { $in: ids } } }, { $group: { _id: "$mappingId" } }],
      options,
    );
  for await (const { _id } of own) {
    const others = await session
      .collection("entity_mapping_provenance")
      .findOne({ mappingId: _id, sessionId: { $nin: [...going] } }, { ...options, projection: { _id: 1 } });
    if (others === null) mappings += 1;
  }
  for (let after: string | undefined = ""; after !== undefined;) {
    const { ids: lost, next } = await forgotten(session, olderThan, after);
    mappings += lost.length;
    after = next;
  }
  return {
    sessions: ids.length,
    pathExecutions: await count("path_executions"),
    mappings,
    provenance: await count("entity_mapping_provenance"),
    outcomes: await count("identifier_outcomes"),
    metrics: await count("execution_metrics"),
  };
}
