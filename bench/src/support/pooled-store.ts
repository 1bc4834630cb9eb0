import { openSqlTraceStore, type BorrowedSqlTraceStore } from "@waymark/store-sql";
import pg from "pg";
import { DataSource } from "typeorm";

import type { PostgresServer } from "../servers/postgres.js";
import type { Disposable } from "./benchmark.js";

/** A new database with a store, and the connection pool that the store uses. */
export interface PooledStore extends Disposable {
  readonly store: BorrowedSqlTraceStore;
  readonly pool: pg.Pool;
  /** URL of the database. */
  readonly url: string;
}

export async function pooledStore(server: PostgresServer, poolSize = 10): Promise<PooledStore> {
  const database = await server.traceDatabase();
  const options = { type: "postgres", url: database.url, driver: pg, poolSize } as const;
  const dataSource = await new DataSource({ ...options, installExtensions: false }).initialize();
  const store = await openSqlTraceStore({ dataSource });
  return {
    store,
    url: database.url,
    pool: (dataSource.driver as unknown as { master: pg.Pool }).master,
    dispose: async () => {
      await store.close();
      await dataSource.destroy();
      await database.drop();
    },
  };
}
