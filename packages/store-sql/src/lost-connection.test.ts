import { freshPostgres, type FreshPostgres } from "@waymark/test-databases";
import { isWaymarkError } from "@waymark/trace-core";
import { batchOf, sampleRun } from "@waymark/trace-core/testing";
import pg from "pg";
import { DataSource } from "typeorm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { cuttingProxy, type CuttingProxy } from "../test/support/cutting-proxy.js";
import { openSqlTraceStore, type OwnedSqlTraceStore } from "./open-sql-trace-store.js";
import { SqlSessionManager } from "./sql-session-manager.js";
import { describeFailure } from "./translate-error.js";

describe("a connection to PostgreSQL that is lost", () => {
  let database: FreshPostgres;
  let proxy: CuttingProxy;
  let store: OwnedSqlTraceStore;
  const run = sampleRun(3);
  // With the NUL that ends a statement, to exclude READ COMMITTED.
  const COMMIT = "COMMIT\0";

  beforeEach(async () => {
    database = await freshPostgres();
    proxy = await cuttingProxy(database.url);
    store = await openSqlTraceStore({ url: proxy.url, retryTimeMs: 2_000, maxAttempts: 4 });
  });

  afterEach(async () => {
    await store.close();
    await proxy.close();
    await database.drop();
  });

  const committed = async (): Promise<number> => {
    const other = await openSqlTraceStore({ url: database.url });
    const { sessions } = await other.countRecords();
    await other.close();
    return sessions;
  };

  it.each(["before", "after"] as const)(
    "%s a commit took effect loses nothing and writes nothing twice",
    async (cut) => {
      proxy.cutAt(COMMIT, cut);
      await store.write(batchOf(run));
      expect(await store.countRecords()).toMatchObject({
        sessions: 1,
        mappings: 3,
        provenance: 3,
        outcomes: 3,
      });
    },
  );

  it("in the middle of a unit causes the unit to be run again", async () => {
    proxy.cutAt("entity_mapping_provenance", "before", 2);
    await store.write(batchOf(run));
    expect(await store.countRecords()).toMatchObject({ provenance: 3 });
    expect(store.retries).toBe(2);
  });

  it("in the middle of a look-up causes it to be run again", async () => {
    await store.write(batchOf(run));
    proxy.cutAt("SELECT", "after");
    expect(await store.getSession(run.session.id)).toEqual(run.session);
  });

  it("repeatedly before a commit makes the write fail with nothing written", async () => {
    proxy.cutAt("entity_mapping", "before", 99);
    const error = await store.write(batchOf(run)).catch((it: unknown) => it);
    expect(isWaymarkError(error, "cache-transaction")).toBe(true);
    expect(error).toMatchObject({ attempts: 4, details: { commit: "rolled-back" } });
    expect(await committed()).toBe(0);
  });

  it("repeatedly during the commit makes the write fail with an unknown outcome", async () => {
    proxy.cutAt(COMMIT, "after", 99);
    const error = await store.write(batchOf(run)).catch((it: unknown) => it);
    expect(error).toMatchObject({ code: "cache-transaction", details: { attempts: 4, commit: "unknown" } });
    expect(await committed()).toBe(1);
    // Writing the same batch again is always safe.
    proxy.cutAt(COMMIT, "before", 0);
    await store.write(batchOf(run));
    expect(await store.countRecords()).toMatchObject({ sessions: 1, provenance: 3 });
  });

  it("permanently makes look-ups throw cache-retrieval", async () => {
    await proxy.close();
    const error = await store.getSession(run.session.id).catch((it: unknown) => it);
    expect(isWaymarkError(error, "cache-retrieval")).toBe(true);
    expect(error).toMatchObject({ details: { attempts: 4 } });
  });
});

describe("a connection that the server ends between two statements", () => {
  let database: FreshPostgres;
  let admin: pg.Client;
  let dataSource: DataSource;

  beforeEach(async () => {
    database = await freshPostgres();
    admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    await admin.query("CREATE TABLE things (name text)");
    dataSource = await connect();
  });

  afterEach(async () => {
    await dataSource.destroy();
    await admin.end();
    await database.drop();
  });

  const connect = async (): Promise<DataSource> =>
    new DataSource({ type: "postgres", url: database.url, driver: pg }).initialize();

  /** Inserts two rows; between them, the first attempt waits until its connection has ended. */
  const insertTwo = async (end: () => Promise<unknown>): Promise<number> => {
    let attempts = 0;
    await new SqlSessionManager(dataSource).withSession(async (session) => {
      attempts += 1;
      await session.execute("INSERT INTO things VALUES ('first')");
      if (attempts === 1) {
        await end();
        await vi.waitUntil(() => session.queryRunner.isReleased, { timeout: 10_000 });
      }
      await session.execute("INSERT INTO things VALUES ('second')");
    });
    return attempts;
  };

  const names = async (): Promise<unknown[]> =>
    (await admin.query<{ name: string }>("SELECT name FROM things ORDER BY name")).rows.map((it) => it.name);

  it("as an administrator's command causes the unit to be run again", async () => {
    const attempts = await insertTwo(() =>
      admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND state = 'idle in transaction'`,
      ),
    );
    expect(attempts).toBe(2);
    expect(await names()).toEqual(["first", "second"]);
  });

  it("because a transaction was idle too long causes the unit to be run again", async () => {
    const name = new URL(database.url).pathname.slice(1);
    await admin.query(`ALTER DATABASE "${name}" SET idle_in_transaction_session_timeout = '50ms'`);
    // The setting does not apply to existing connections.
    await dataSource.destroy();
    dataSource = await connect();
    expect(await insertTwo(() => Promise.resolve())).toBe(2);
    expect(await names()).toEqual(["first", "second"]);
  });
});

describe("an error of the server", () => {
  it.each([
    ["57P05", "idle_session_timeout", true],
    ["25P03", "idle_in_transaction_session_timeout", true],
    ["53300", "too many connections", true],
    ["57P03", "starting", true],
    ["25P04", "transaction_timeout", false],
    ["57014", "statement_timeout", false],
    ["25006", "is read-only", false],
    ["XX000", "(XX000)", false],
  ])("with the code %s is reported as %s, with isTransient %s", (code, text, isTransient) => {
    const failure = describeFailure(Object.assign(new Error("in whatever language"), { code }));
    expect(failure).toMatchObject({ isTransient });
    expect(failure.summary).toContain(text);
  });
});
