import { freshPostgres } from "@waymark/test-databases";
import Database from "libsql";
import pg from "pg";
import { DataSource } from "typeorm";
import { expect, it } from "vitest";

import { openSqlTraceStore } from "../open-sql-trace-store.js";

it("reports missing indexes on SQLite", async () => {
  const dataSource = new DataSource({ type: "better-sqlite3", database: ":memory:", driver: Database });
  await dataSource.initialize();
  const store = await openSqlTraceStore({ dataSource });
  await dataSource.query(`DROP INDEX ix_mapping_target`);
  const found = await store.inspect();
  expect(found).toMatchObject({
    product: "SQLite",
    schema: { pending: [] },
  });
  expect(found.indexes.filter((it) => it.state !== "ready")).toEqual([
    { name: "ix_mapping_target", of: "entity_mapping", state: "missing" },
  ]);
  await dataSource.destroy();
});

it("reports missing and incompletely built indexes on PostgreSQL", async () => {
  const { url, drop } = await freshPostgres();
  const dataSource = await new DataSource({ type: "postgres", url, driver: pg }).initialize();
  const store = await openSqlTraceStore({ dataSource, schema: "trace", migrationsTable: "trace_history" });
  await dataSource.query(`DROP INDEX trace.ix_mapping_target`);
  // The state that a failed CREATE INDEX CONCURRENTLY leaves behind.
  await dataSource.query(
    `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'trace.ix_mapping_source'::regclass`,
  );
  const found = await store.inspect();
  expect(found).toMatchObject({ product: "PostgreSQL", schema: { pending: [] } });
  expect(found.indexes.filter((it) => it.state !== "ready")).toEqual([
    { name: "ix_mapping_source", of: "entity_mapping", state: "unusable" },
    { name: "ix_mapping_target", of: "entity_mapping", state: "missing" },
  ]);
  await dataSource.destroy();
  await drop();
});
