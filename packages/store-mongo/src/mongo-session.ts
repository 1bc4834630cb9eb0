import type { ClientSession, Collection, Db } from "mongodb";

import type { CollectionName, Documents } from "./documents/collections.js";

/** The database session on which an operation works. Inside `withSession`, it is one transaction. */
export interface MongoSession {
  readonly db: Db;
  /** Must be passed to every call of the driver: calls without it are outside the transaction. */
  readonly session: ClientSession;
  collection<K extends CollectionName>(name: K): Collection<Documents[K]>;
}

/** A session whose transaction the caller manages. It must always be released. */
export interface OpenMongoSession extends MongoSession {
  begin(): void;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Rolls back a transaction that was not ended. Idempotent. */
  release(): Promise<void>;
}
