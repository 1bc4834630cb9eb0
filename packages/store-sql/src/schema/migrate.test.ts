import Database from "libsql";
import pg from "pg";
import { DataSource, type DataSourceOptions } from "typeorm";
import { freshPostgres } from "@waymark/test-databases";
import { canonicalJson } from "@waymark/trace-core";
import { describe, expect, it } from "vitest";

import { postgresDialect } from "../dialect/postgres-dialect.js";
import type { SqlDialect } from "../dialect/sql-dialect.js";
import { sqliteDialect } from "../dialect/sqlite-dialect.js";
import { filledId, fillTables } from "../../test/support/fill-tables.js";
import { openSqlTraceStore } from "../open-sql-trace-store.js";
import { entitySchemas } from "./entity-schemas.js";
import { CreateTrace1764000000000 } from "./migrations/create-trace.js";
import { AddReadSide1764100000000 } from "./migrations/add-read-side.js";
import { SlimObservations1764300000000 } from "./migrations/slim-observations.js";
import { tableNaming } from "./table-name.js";

interface EmptyDatabase {
  readonly options: DataSourceOptions;
  readonly dialect: SqlDialect;
  readonly drop: () => Promise<void>;
}

const databases: [string, () => Promise<EmptyDatabase>][] = [
  [
    "SQLite",
    async () => ({
      options: { type: "better-sqlite3", database: ":memory:", driver: Database },
      dialect: sqliteDialect,
      drop: () => Promise.resolve(),
    }),
  ],
  [
    "PostgreSQL",
    async () => {
      const { url, drop } = await freshPostgres();
      return { options: { type: "postgres", url, driver: pg }, dialect: postgresDialect, drop };
    },
  ],
];

const SINCE_THE_FIRST = [
  "AddReadSide1764100000000",
  "PreferUniqueIndex1764200000000",
  "SlimObservations1764300000000",
];

/** Contains text that looks like parts of its own JSON, to test that a migration does not confuse them. */
const OBSERVED = {
  confidence: 1e-7,
  derivationPath: [`","direction":"reverse`, "a],{b", "\u0001\t\\", "É\u{1F9EC}"],
  direction: "mixed",
  hopCount: 5,
  isDerived: true,
  mappingSource: [`"],{`, "mappingSource"],
  metadata: { "": [1.5, null, true, "\u2028"], metadata: { mappingSource: "x" } },
} as const;

describe.each(databases)("the schema on %s", (_name, make) => {
  /** Runs a test on its own DataSource. */
  const withDataSource = async (work: (dataSource: DataSource) => Promise<void>): Promise<void> => {
    const { options, dialect, drop } = await make();
    const dataSource = new DataSource({ ...options, entities: entitySchemas(dialect) });
    await dataSource.initialize();
    try {
      await work(dataSource);
    } finally {
      await dataSource.destroy();
      await drop();
    }
  };

  it("matches the entity schemas after all migrations", () =>
    withDataSource(async (dataSource) => {
      await openSqlTraceStore({ dataSource });
      const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
      expect(upQueries.map((it) => it.query)).toEqual([]);
    }));

  it("is created once, even if the store is opened several times concurrently and again", () =>
    withDataSource(async (dataSource) => {
      await Promise.all([1, 2, 3].map(() => openSqlTraceStore({ dataSource })));
      await openSqlTraceStore({ dataSource, migrate: "check" });
      expect(await dataSource.query(`SELECT name FROM waymark_migrations`)).toEqual([
        { name: "CreateTrace1764000000000" },
        { name: "AddReadSide1764100000000" },
        { name: "PreferUniqueIndex1764200000000" },
        { name: "SlimObservations1764300000000" },
      ]);
    }));

  it("is not changed by migrate: check", () =>
    withDataSource(async (dataSource) => {
      await expect(openSqlTraceStore({ dataSource, migrate: "check" })).rejects.toMatchObject({
        code: "schema-version",
        details: { pending: ["CreateTrace1764000000000", ...SINCE_THE_FIRST] },
      });
      await expect(dataSource.query(`SELECT 1 FROM waymark_migrations`)).rejects.toThrow();
    }));

  it.each(["auto", "check"] as const)(
    "is refused with migrate: %s if it is newer than this program",
    (migrate) =>
      withDataSource(async (dataSource) => {
        await openSqlTraceStore({ dataSource });
        await dataSource.query(
          `INSERT INTO waymark_migrations ("timestamp", "name") VALUES (9999999999999, 'AddSomething9999999999999')`,
        );
        await expect(openSqlTraceStore({ dataSource, migrate })).rejects.toMatchObject({
          code: "schema-version",
          message: expect.stringContaining("newer version") as string,
          details: { unknown: ["AddSomething9999999999999"] },
        });
      }),
  );

  it("has its own table of migrations, and runs none of the DataSource's own", async () => {
    const { options, drop } = await make();
    class OfTheApp1700000000000 {
      up(): Promise<never> {
        return Promise.reject(new Error("this is the app's to run"));
      }
      down(): Promise<void> {
        return Promise.resolve();
      }
    }
    const dataSource = await new DataSource({ ...options, migrations: [OfTheApp1700000000000] }).initialize();
    await openSqlTraceStore({ dataSource, migrationsTable: "trace_history" });
    expect(await dataSource.query(`SELECT name FROM trace_history`)).toHaveLength(1 + SINCE_THE_FIRST.length);
    expect(dataSource.migrations).toHaveLength(1);
    expect(await dataSource.showMigrations()).toBe(true);
    await dataSource.destroy();
    await drop();
  });

  /** Creates the schema of the first version, with this many rows in each table. */
  const firstVersion = async (dataSource: DataSource, rows: number): Promise<void> => {
    const isPostgres = dataSource.options.type === "postgres";
    const runner = dataSource.createQueryRunner();
    const dialect = isPostgres ? postgresDialect : sqliteDialect;
    await new CreateTrace1764000000000(dialect, tableNaming(undefined)).up(runner);
    await runner.query(
      `CREATE TABLE waymark_migrations (
        "id" ${isPostgres ? "serial PRIMARY KEY" : "integer PRIMARY KEY AUTOINCREMENT"},
        "timestamp" bigint NOT NULL,
        "name" varchar NOT NULL
      )`,
    );
    await runner.query(
      `INSERT INTO waymark_migrations ("timestamp", "name") VALUES (1764000000000, 'CreateTrace1764000000000')`,
    );
    await runner.release();
    await fillTables(dataSource, rows);
    await dataSource.query(
      `UPDATE entity_mapping SET observation = ${isPostgres ? "$1" : "?"}, confidence = 1e-7, hop_count = 5,
       direction = 'mixed', is_derived = true`,
      [canonicalJson(OBSERVED)],
    );
  };

  it("is brought up to date from the first version, with all its records", () =>
    withDataSource(async (dataSource) => {
      await firstVersion(dataSource, 200);
      await expect(openSqlTraceStore({ dataSource, migrate: "check" })).rejects.toMatchObject({
        details: { pending: SINCE_THE_FIRST },
      });
      const store = await openSqlTraceStore({ dataSource });
      const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
      expect(upQueries.map((it) => it.query)).toEqual([]);
      const { items } = await store.listSessions({ limit: 1_000 });
      expect(items).toHaveLength(200);
      expect(items.every((it) => it.resources.length === 0)).toBe(true);
      expect((await store.listOutcomes({ sourceId: "id-7" })).items).toMatchObject([
        { sessionId: filledId(8), sourceId: "id-7" },
      ]);
      const answers = await store.findAnswers({
        sourceType: "A",
        targetType: "B",
        sourceIds: ["id-7"],
        answerFingerprints: ["fingerprint"],
        since: new Date(0),
      });
      expect(answers.map((it) => it.mappings)).toMatchObject([[{ targetId: "to-7", ...OBSERVED }]]);
    }));

  it("can be reverted to the first version and migrated again", () =>
    withDataSource(async (dataSource) => {
      await firstVersion(dataSource, 100);
      const dialect = dataSource.options.type === "postgres" ? postgresDialect : sqliteDialect;
      const steps = [AddReadSide1764100000000, SlimObservations1764300000000].map(
        (Step) => new Step(dialect, tableNaming(undefined)),
      );
      const runner = dataSource.createQueryRunner();
      for (const it of steps) await it.up(runner);
      for (const it of steps.reverse()) await it.down(runner);
      await expect(runner.query(`SELECT "resources" FROM mapping_session`)).rejects.toThrow();
      expect(await runner.query(`SELECT DISTINCT "observation" FROM entity_mapping`)).toEqual([
        { observation: canonicalJson(OBSERVED) },
      ]);
      await runner.release();
      const store = await openSqlTraceStore({ dataSource });
      expect(await store.getSession(filledId(1))).toMatchObject({ sourceType: "A", resources: [] });
    }));

  it("is left unchanged by a failed migration", () =>
    withDataSource(async (dataSource) => {
      await dataSource.query(`CREATE TABLE execution_metric ("in_the_way" text)`);
      await expect(openSqlTraceStore({ dataSource })).rejects.toMatchObject({ code: "store-open" });
      await expect(dataSource.query(`SELECT 1 FROM mapping_session`)).rejects.toThrow();
      await dataSource.query(`DROP TABLE execution_metric`);
      await openSqlTraceStore({ dataSource });
    }));
});
