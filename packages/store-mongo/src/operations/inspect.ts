import type { StoreIndex, StoreInspection } from "@waymark/trace-core";
import { measureClock } from "@waymark/trace-core/adapter";
import { MongoServerError, type Db, type Document } from "mongodb";

import type { MongoSessionManager } from "../mongo-session-manager.js";
import { collectionNames, INDEXES, schemaSteps, type Index } from "../set-up.js";

/** None of these commands is allowed in a transaction, so they go to the database without the session. */
export async function inspect(sessions: MongoSessionManager): Promise<StoreInspection> {
  return sessions.withReadSession(async ({ db }) => {
    const build = await allowed(db.admin().command({ buildInfo: 1 }));
    const stats = await allowed(db.command({ dbStats: 1 }));
    return {
      product: "MongoDB",
      version: build && String(build.version),
      schema: await schemaSteps(db),
      indexes: await indexes(db),
      ...(await measureClock(() => sessions.serverNow())),
      sizeBytes: stats && Number(stats.storageSize) + Number(stats.indexSize),
    };
  });
}

/** The answer; null if this user or this version of the API may not ask. */
async function allowed(answer: Promise<Document>): Promise<Document | null> {
  return answer.catch((error: unknown) => {
    if (error instanceof MongoServerError) return null;
    throw error;
  });
}

async function indexes(db: Db): Promise<StoreIndex[]> {
  const collections = await collectionNames(db);
  const found = new Map<string, Document>();
  for (const collection of new Set(INDEXES.map((it) => it.collection))) {
    if (!collections.has(collection)) continue;
    for (const it of (await db.collection(collection).listIndexes().toArray()) as Document[])
      found.set(`${collection}.${String(it.name)}`, it);
  }
  return INDEXES.map((it) => ({
    name: it.name,
    of: it.collection,
    state: stateOf(it, found.get(`${it.collection}.${it.name}`)),
  }));
}

function stateOf(expected: Index, found: Document | undefined): StoreIndex["state"] {
  if (found === undefined) return "missing";
  const isWhole = found.buildUUID === undefined;
  return isWhole && JSON.stringify(found.key) === JSON.stringify(expected.key) ? "ready" : "unusable";
}
