export type { ConnectionOptions } from "./connection/create-data-source.js";
export type { OpenByUrlOptions, OpenOnDataSourceOptions } from "./open-options.js";
export {
  openSqlTraceStore,
  type BorrowedSqlTraceStore,
  type OwnedSqlTraceStore,
} from "./open-sql-trace-store.js";
export { SqlSessionManager, type SqlSessionManagerOptions } from "./sql-session-manager.js";
export type { OpenSqlSession, SqlSession } from "./sql-session.js";
export { SqlTraceStore, type SqlTraceStoreOptions } from "./sql-trace-store.js";
