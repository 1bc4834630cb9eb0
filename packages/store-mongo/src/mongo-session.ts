import type { ClientSession, Collection, Db } from "mongodb";

import type { CollectionName, Documents } from "./documents/collections.js";

/** One database session: what an operation works on. Inside `withSession` it is one transaction. */
export interface MongoSession {
  readonly db: Db;
  /** To be handed to every call of the driver; what is not given it is outside of the transaction. */
  readonly session: ClientSession;
  collection<K extends CollectionName>(name: K): Collection<Documents[K]>;
}

/** A session whose transaction its holder manages; `release()` it in every case. */
export interface OpenMongoSession extends MongoSession {
  begin(): void;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Idempotent. Rolls back what was begun and not ended. */
  release(): Promise<void>;
}
