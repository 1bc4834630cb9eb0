export type { ConnectionOptions } from "./create-data-source.js";
export {
  openSqlTraceStore,
  type BorrowedSqlTraceStore,
  type OpenByUrlOptions,
  type OpenOnDataSourceOptions,
  type OwnedSqlTraceStore,
} from "./open-sql-trace-store.js";
export { SqlSessionManager, type SqlSessionManagerOptions } from "./sql-session-manager.js";
export type { OpenSqlSession, SqlSession } from "./sql-session.js";
export { SqlTraceStore, type SqlTraceStoreOptions } from "./sql-trace-store.js";
