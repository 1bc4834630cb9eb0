import { freshPostgres } from "@waymark/test-databases";
import { openSqlTraceStore, type OwnedSqlTraceStore } from "../../src/index.js";

export interface OpenedDatabase {
  readonly store: OwnedSqlTraceStore;
  /** Closes the store and removes its database. */
  readonly remove: () => Promise<void>;
}

/** Opens a fresh store on each of the databases, for `describe.each`. */
export const eachDatabase: [name: string, open: () => Promise<OpenedDatabase>][] = [
  [
    "SQLite",
    async () => {
      const store = await openSqlTraceStore({ url: "sqlite::memory:" });
      return { store, remove: () => store.close() };
    },
  ],
  [
    "PostgreSQL",
    async () => {
      const { url, drop } = await freshPostgres();
      const store = await openSqlTraceStore({ url });
      return {
        store,
        remove: async () => {
          await store.close();
          await drop();
        },
      };
    },
  ],
];
