import { openMongoTraceStore } from "@waymark/store-mongo";
import { ExecutionTraceLogger, type TraceBatch } from "@waymark/trace-core";
import { MongoClient, type Db, type Document } from "mongodb";

import { GeneTrace } from "../data/gene-trace.js";
import type { MongoServer } from "../servers/mongo.js";
import type { Benchmark } from "../support/benchmark.js";
import { checkCount } from "../support/bulk-sides.js";
import { compare, type Side } from "../support/compare.js";
import { recordingStore } from "../support/recording-store.js";

/** Documents by name of their collection. */
type Documents = ReadonlyMap<string, readonly Document[]>;

interface CapturedWrites {
  /** The batches that begin the session, and those that are measured. */
  readonly beginning: readonly TraceBatch[];
  readonly batches: readonly TraceBatch[];
  /** The documents that the store wrote for each measured batch. */
  readonly documents: readonly Documents[];
}

/** The options of the store's transactions, see `MongoSessionManager`. */
const TRANSACTION = {
  readConcern: { level: "snapshot" },
  writeConcern: { w: "majority" },
  readPreference: "primary",
} as const;

export const mongoBulk: Benchmark = {
  name: "mongo-bulk",
  measure:
    "store.write on MongoDB, compared with raw bulkWrite of the same documents in the same kind of transaction",
  unit: "mappings/s",
  target: 0.6,
  rounds: 5,
  async run(context) {
    const server = await context.mongo();
    if (server === undefined)
      return { skipped: "no MongoDB: name a replica set in MONGODB_URI, or put mongod on the PATH" };
    const trace = new GeneTrace({ count: context.scaled(30_000) });
    const client = await new MongoClient(server.url).connect();
    try {
      const captured = await capture(server, client, trace);
      const side = (run: (name: string) => Promise<void>): Side =>
        writingSide(server, client, captured, trace.count, run);
      const rounds = await compare(context, {
        ours: side(async (databaseName) => {
          const store = await openMongoTraceStore({ client, databaseName, migrate: "check" });
          for (const batch of captured.batches) await store.write(batch);
        }),
        reference: side(async (databaseName) => {
          for (const documents of captured.documents) await insertAll(client, databaseName, documents);
        }),
      });
      return { rounds };
    } finally {
      await client.close();
    }
  },
};

function writingSide(
  server: MongoServer,
  client: MongoClient,
  { beginning }: CapturedWrites,
  count: number,
  work: (databaseName: string) => Promise<void>,
): Side {
  return async () => {
    const databaseName = server.databaseName();
    const store = await openMongoTraceStore({ client, databaseName });
    for (const batch of beginning) await store.write(batch);
    return {
      run: async () => {
        await work(databaseName);
        return count;
      },
      dispose: async () => {
        const { mappings, provenance } = await store.countRecords();
        await store.close();
        await client.db(databaseName).dropDatabase();
        checkCount("mappings", mappings, count);
        checkCount("provenance", provenance, count);
      },
    };
  };
}

async function insertAll(client: MongoClient, databaseName: string, documents: Documents): Promise<void> {
  const session = client.startSession();
  try {
    session.startTransaction(TRANSACTION);
    for (const [name, list] of documents) {
      const operations = list.map((document) => ({ insertOne: { document } }));
      await client.db(databaseName).collection(name).bulkWrite(operations, { session, ordered: false });
    }
    await session.commitTransaction();
  } finally {
    await session.endSession();
  }
}

/** Captures what our own store writes for each batch. */
async function capture(server: MongoServer, client: MongoClient, trace: GeneTrace): Promise<CapturedWrites> {
  const databaseName = server.databaseName();
  const written: TraceBatch[] = [];
  const store = await openMongoTraceStore({ client, databaseName });
  const db = client.db(databaseName);
  try {
    const logger = new ExecutionTraceLogger(recordingStore(store, written));
    await trace.begin(logger);
    const beginning = written.splice(0);
    const known = new Set((await readAll(db)).keys());
    const documents: Documents[] = [];
    for (const { mappings, provenance } of trace.batches()) {
      await logger.logEntityMappings(mappings, provenance);
      const batch = new Map([...(await readAll(db))].filter(([name]) => !known.has(name)));
      for (const name of batch.keys()) await db.collection(name).deleteMany({});
      documents.push(batch);
    }
    return { beginning, batches: written, documents };
  } finally {
    await store.close();
    await db.dropDatabase();
  }
}

async function readAll(db: Db): Promise<Map<string, Document[]>> {
  const found = new Map<string, Document[]>();
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    if (name.startsWith("system.") || name.includes("migration")) continue;
    const documents = await db.collection(name).find().toArray();
    if (documents.length > 0) found.set(name, documents);
  }
  return found;
}
