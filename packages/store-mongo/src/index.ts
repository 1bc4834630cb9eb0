export type { CollectionName, Documents } from "./documents/collections.js";
export { MongoSessionManager, type MongoSessionManagerOptions } from "./mongo-session-manager.js";
export type { MongoSession, OpenMongoSession } from "./mongo-session.js";
export { MongoTraceStore } from "./mongo-trace-store.js";
export {
  openMongoTraceStore,
  type BorrowedMongoTraceStore,
  type OpenByUrlOptions,
  type OpenOnClientOptions,
  type OwnedMongoTraceStore,
} from "./open-mongo-trace-store.js";
