import { inspect } from "node:util";

import { freshPostgres } from "@waymark/test-databases";
import { isWaymarkError } from "@waymark/trace-core";
import { batchOf, sampleRun, sampleSession } from "@waymark/trace-core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { faultyPostgres, faultySqlite, type FaultyDataSource } from "../test/support/faulty-data-source.js";
import { temporaryFolder } from "../test/support/temporary-folder.js";
import { openSqlTraceStore } from "./open-sql-trace-store.js";
import { SqlSessionManager } from "./sql-session-manager.js";
import type { SqlSession } from "./sql-session.js";
import { SqlTraceStore } from "./sql-trace-store.js";

const SECRET = "a name that nobody may see";

interface Subject extends FaultyDataSource {
  readonly remove: () => Promise<void>;
}

const subjects = {
  SQLite: {
    transient: { code: "SQLITE_BUSY", message: "database is locked" },
    final: { code: "SQLITE_FULL", message: "database or disk is full" },
    open: async (): Promise<Subject> => {
      const folder = await temporaryFolder();
      return { ...(await faultySqlite(`${folder.path}/trace.db`)), remove: () => folder.remove() };
    },
  },
  PostgreSQL: {
    transient: { code: "40P01", message: "deadlock detected" },
    final: { code: "53100", message: "could not extend file" },
    open: async (): Promise<Subject> => {
      const database = await freshPostgres();
      return { ...(await faultyPostgres(database.url)), remove: () => database.drop() };
    },
  },
};

describe.each(Object.entries(subjects))("a session manager on %s", (_name, { transient, final, open }) => {
  let subject: Subject;
  let store: SqlTraceStore;

  const manager = (options: { maxAttempts?: number; retryTimeMs?: number } = {}): SqlSessionManager =>
    new SqlSessionManager(subject.dataSource, options);

  const insert = (session: SqlSession, name: string): Promise<number> =>
    session.execute(`INSERT INTO things ("name") VALUES ($1)`, [name]);

  const names = (): Promise<string[]> =>
    manager().withReadSession(async (session) =>
      (await session.query<{ name: string }>(`SELECT "name" FROM things ORDER BY "name"`)).map(
        (it) => it.name,
      ),
    );

  beforeEach(async () => {
    subject = await open();
    await openSqlTraceStore({ dataSource: subject.dataSource });
    store = new SqlTraceStore(manager({ maxAttempts: 3 }));
    await subject.dataSource.query(`CREATE TABLE things ("name" text PRIMARY KEY)`);
  });

  afterEach(async () => {
    await store.close();
    await subject.dataSource.destroy();
    await subject.remove();
  });

  it("commits when the work resolves, and returns its result", async () => {
    const result = await manager().withSession(async (session) => {
      await insert(session, "a");
      return "done";
    });
    expect(result).toBe("done");
    expect(await names()).toEqual(["a"]);
  });

  it("rolls back when the work rejects, and throws its error unchanged", async () => {
    const error = new RangeError("of the work");
    const call = manager().withSession(async (session) => {
      await insert(session, "a");
      throw error;
    });
    await expect(call).rejects.toBe(error);
    expect(await names()).toEqual([]);
  });

  it("releases its session, however the work ends", async () => {
    // More calls than the pool has connections: without a release, they would wait for ever.
    for (let i = 0; i < 5; i++) {
      await manager().withSession((session) => insert(session, `n${String(i)}`));
      await expect(manager().withSession(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
      subject.faults.at(/^COMMIT/, final);
      await expect(manager().withSession((session) => insert(session, "x"))).rejects.toThrow();
      await expect(manager().withReadSession(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    }
    expect(await names()).toHaveLength(5);
  });

  it("isolates overlapping units of work", async () => {
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const first = manager().withSession(async (session) => {
      await insert(session, "a");
      await held;
      throw new Error("rolled back");
    });
    const second = manager().withSession((session) => insert(session, "b"));
    letGo();
    await expect(first).rejects.toThrow("rolled back");
    await second;
    expect(await names()).toEqual(["b"]);
  });

  it("runs the whole unit again after a transient failure", async () => {
    subject.faults.at(/INSERT INTO things/, transient, 2);
    const sessions = manager();
    let runs = 0;
    await sessions.withSession(async (session) => {
      runs += 1;
      await insert(session, `run ${String(runs)}`);
      await insert(session, "last");
    });
    expect(runs).toBe(3);
    expect(sessions.retries).toBe(2);
    expect(await names()).toEqual(["last", "run 3"]);
  });

  it("does not count the extra attempt after a duplicate key as a retry", async () => {
    const sessions = manager();
    let runs = 0;
    const call = sessions.withSession(async (session) => {
      runs += 1;
      await insert(session, "a");
      await insert(session, "a");
    });
    await expect(call).rejects.toMatchObject({ code: "cache-transaction" });
    expect({ runs, retries: sessions.retries }).toEqual({ runs: 2, retries: 0 });
  });

  it("retries after a transient failure of the commit", async () => {
    subject.faults.at(/^COMMIT/, transient, 2);
    await manager().withSession((session) => insert(session, "a"));
    expect(await names()).toEqual(["a"]);
  });

  it("gives up with the driver's error as cause and the number of attempts, and nothing written", async () => {
    subject.faults.at(/INSERT.*identifier_outcome|INSERT INTO "mapping_session"/s, transient, 99);
    const batch = { sessionStarts: [sampleSession({ sourceEndpoint: SECRET })] };
    const error = await store.write(batch).catch((it: unknown) => it);
    expect(isWaymarkError(error, "cache-transaction")).toBe(true);
    expect(error).toMatchObject({
      attempts: 3,
      details: { attempts: 3, commit: "rolled-back" },
      cause: { message: transient.message, code: transient.code },
    });
    subject.faults.clear();
    expect((await store.countRecords()).sessions).toBe(0);
  });

  it("does not retry a permanent failure", async () => {
    subject.faults.at(/^COMMIT/, final, 99);
    const error = await store.write(batchOf(sampleRun(1))).catch((it: unknown) => it);
    expect(error).toMatchObject({
      attempts: 1,
      details: { commit: "rolled-back" },
      cause: { code: final.code },
    });
    subject.faults.clear();
    expect((await store.countRecords()).sessions).toBe(0);
  });

  it("strips its errors of statements and parameters", async () => {
    const call = manager().withSession((session) =>
      session.query(`SELECT nothing FROM nowhere WHERE x = $1`, [SECRET]),
    );
    const error = (await call.catch((it: unknown) => it)) as Error;
    const cause = error.cause as Error;
    const shown = inspect(error, { depth: 10, showHidden: true });
    expect(shown).not.toContain(SECRET);
    expect(shown).not.toContain("SELECT");
    expect(Object.keys(cause).sort()).toEqual(["code", "name"]);
  });

  it("retries a look-up, and finally throws cache-retrieval", async () => {
    const id = sampleSession().id;
    subject.faults.at(/^SELECT/, transient, 2);
    expect(await store.getSession(id)).toBeUndefined();
    subject.faults.at(/^SELECT/, transient, 99);
    const error = await store.getSession(id).catch((it: unknown) => it);
    expect(isWaymarkError(error, "cache-retrieval")).toBe(true);
    expect(error).toMatchObject({ details: { attempts: 3 }, cause: { code: transient.code } });
  });

  it("never commits a unit in which a statement failed, even if the work continues", async () => {
    const call = manager().withSession(async (session) => {
      await insert(session, "a");
      await session.query("SELECT nothing FROM nowhere").catch(() => undefined);
    });
    expect(isWaymarkError(await call.catch((it: unknown) => it), "cache-transaction")).toBe(true);
    expect(await names()).toEqual([]);
  });

  it("reads one snapshot, even if others commit meanwhile", async () => {
    const count = async (session: SqlSession): Promise<number> =>
      (await session.query("SELECT * FROM things")).length;
    const [before, after] = await manager().withReadSession(async (session) => {
      const first = await count(session);
      if (subject.dataSource.options.type === "postgres") {
        await manager().withSession((other) => insert(other, "meanwhile"));
      }
      return [first, await count(session)];
    });
    expect(after).toBe(before);
  });

  it("leaves the transaction to the caller of getSession", async () => {
    const session = await manager().getSession();
    await session.begin("write");
    await insert(session, "kept");
    await session.commit();
    await session.begin("write");
    await insert(session, "taken back");
    await session.rollback();
    await session.begin("write");
    await insert(session, "left open");
    await session.release();
    await session.release();
    expect(await names()).toEqual(["kept"]);
  });
});

describe("a session manager on SQLite", () => {
  let subject: Subject;

  beforeEach(async () => {
    subject = await subjects.SQLite.open();
  });

  afterEach(async () => {
    await subject.dataSource.destroy();
    await subject.remove();
  });

  it("reports that the single connection did not become free in time", async () => {
    const holder = await new SqlSessionManager(subject.dataSource).getSession();
    const waiting = new SqlSessionManager(subject.dataSource, { waitTimeoutMs: 20 });
    const error = await waiting.withSession(() => Promise.resolve()).catch((it: unknown) => it);
    expect(error).toMatchObject({
      code: "cache-transaction",
      message: "The connection to the database did not become free within 20 ms; nothing was written",
    });
    await holder.release();
    await waiting.withSession(() => Promise.resolve());
  });
});

describe("a session manager on PostgreSQL", () => {
  let subject: Subject;

  beforeEach(async () => {
    subject = await subjects.PostgreSQL.open();
  });

  afterEach(async () => {
    await subject.dataSource.destroy();
    await subject.remove();
  });

  it("completes both of two units that deadlock", async () => {
    await subject.dataSource.query(
      `CREATE TABLE things AS SELECT 'a' AS name, 0 AS count UNION SELECT 'b', 0`,
    );
    const sessions = new SqlSessionManager(subject.dataSource);
    let waiting = 0;
    let goOn: () => void = () => undefined;
    const bothHaveOne = new Promise<void>((resolve) => (goOn = resolve));
    let runs = 0;
    const unit = (names: readonly [string, string]): Promise<void> =>
      sessions.withSession(async (session) => {
        runs += 1;
        for (const name of names) {
          await session.execute(`UPDATE things SET count = count + 1 WHERE name = $1`, [name]);
          waiting += 1;
          if (waiting === 2) goOn();
          await bothHaveOne;
        }
      });
    await Promise.all([unit(["a", "b"]), unit(["b", "a"])]);
    expect(runs).toBe(3);
    expect(await subject.dataSource.query("SELECT DISTINCT count FROM things")).toEqual([{ count: 2 }]);
  });
});
