import type { StoreIndex, StoreInspection } from "@waymark/trace-core";
import { measureClock } from "@waymark/trace-core/adapter";
import type { Db, Document } from "mongodb";

import type { MongoSessionManager } from "../mongo-session-manager.js";
import { INDEXES, schemaSteps, type Index } from "../set-up.js";

/** None of these commands is allowed in a transaction, so they go to the database without the session. */
export async function inspect(sessions: MongoSessionManager): Promise<StoreInspection> {
  return sessions.withReadSession(async ({ db }) => {
    const { version } = await db.admin().command({ buildInfo: 1 });
    const { storageSize, indexSize } = await db.command({ dbStats: 1 });
    return {
      product: "MongoDB",
      version: String(version),
      schema: await schemaSteps(db),
      indexes: await indexes(db),
      ...(await measureClock(() => sessions.serverNow())),
      sizeBytes: Number(storageSize) + Number(indexSize),
    };
  });
}

async function indexes(db: Db): Promise<StoreIndex[]> {
  const collections = new Set(
    (await db.listCollections({}, { nameOnly: true }).toArray()).map((it) => it.name),
  );
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
