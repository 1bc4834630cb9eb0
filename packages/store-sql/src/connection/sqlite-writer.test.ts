import { once } from "node:events";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";

import { batchOf, sampleRun, sampleSession } from "@waymark/trace-core/testing";
import Database from "libsql";
import type { DataSource } from "typeorm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { temporaryFolder, type TemporaryFolder } from "../../test/support/temporary-folder.js";
import { createDataSource, SQLITE_PRAGMAS } from "./create-data-source.js";
import { openSqlTraceStore, type OwnedSqlTraceStore } from "../open-sql-trace-store.js";
import { SqlSessionManager } from "../sql-session-manager.js";
import type { ThreadSettings } from "./sqlite-thread.js";
import { SqliteWriter } from "./sqlite-writer.js";

let folder: TemporaryFolder;
/** The threads started by the current test. */
let threads: Worker[];
const noteThread = (thread: Worker): void => void threads.push(thread);

beforeEach(async () => {
  folder = await temporaryFolder();
  threads = [];
  process.on("worker", noteThread);
});

afterEach(async () => {
  process.off("worker", noteThread);
  await folder.remove();
});

describe("a store on a SQLite file", () => {
  let store: OwnedSqlTraceStore;

  const open = async (threadFrom?: number): Promise<void> => {
    store = await openSqlTraceStore({
      url: folder.sqliteUrl(),
      ...(threadFrom === undefined ? {} : { threadFrom }),
    });
  };

  afterEach(() => store.close());

  it("starts no thread for small batches, and writes everything in one from the first large batch on", async () => {
    await open();
    await store.write(batchOf(sampleRun(20)));
    expect(threads).toHaveLength(0);
    await store.write(batchOf(sampleRun(400)));
    await store.write(batchOf(sampleRun(20)));
    await store.deleteSession(sampleRun(1).session.id);
    expect(threads).toHaveLength(1);
    expect(await store.countRecords()).toMatchObject({ sessions: 3, mappings: 400, provenance: 440 });
  });

  it("starts no thread if threadFrom is Infinity", async () => {
    await open(Infinity);
    await store.write(batchOf(sampleRun(400)));
    expect(threads).toHaveLength(0);
  });

  it("writes to the file that was opened, even if the working directory has changed", async () => {
    const before = process.cwd();
    process.chdir(folder.path);
    try {
      store = await openSqlTraceStore({ url: "sqlite:trace.db" });
      process.chdir("/");
      await store.write(batchOf(sampleRun(400)));
    } finally {
      process.chdir(before);
    }
    expect(await store.countRecords()).toMatchObject({ mappings: 400 });
  });

  it("writes nothing to another file that has replaced its own", async () => {
    await open();
    const file = join(folder.path, "trace.db");
    for (const it of ["", "-wal", "-shm"]) await rm(`${file}${it}`, { force: true });
    const missing = store.write(batchOf(sampleRun(400)));
    await expect(missing).rejects.toThrow(/was removed, or replaced by another.*nothing was written/);
    const other = await openSqlTraceStore({ url: folder.sqliteUrl() });
    const replaced = store.write(batchOf(sampleRun(400)));
    await expect(replaced).rejects.toThrow(/was removed, or replaced by another/);
    expect(await other.countRecords()).toMatchObject({ sessions: 0 });
    await other.close();
  });

  it.each([
    ["in the thread", 0],
    ["without a thread", Infinity],
  ])("throws when it writes %s to a file that has been removed", async (_how, threadFrom) => {
    await open(threadFrom);
    await store.write(batchOf(sampleRun(10)));
    await rm(join(folder.path, "trace.db"));
    await expect(store.write(batchOf(sampleRun(10)))).rejects.toMatchObject({
      code: "cache-transaction",
      details: { commit: "unknown" },
      message: expect.stringMatching(/was removed, or replaced/) as string,
    });
  });

  it("reads what it wrote after another process had held the file", async () => {
    await open();
    const other = new Database(join(folder.path, "trace.db"));
    other.exec("CREATE TABLE others (name)");
    const runs = [sampleRun(1), sampleRun(1), sampleRun(1)];
    for (const run of runs) {
      other.exec("BEGIN IMMEDIATE; INSERT INTO others VALUES ('held')");
      const started = threads.length;
      const write = store.write(batchOf(run));
      // The third attempt starts a thread, which can wait.
      if (started === 0) await vi.waitUntil(() => threads.length > 0, { timeout: 10_000 });
      other.exec("COMMIT");
      await write;
      expect(await store.getSession(run.session.id)).toEqual(run.session);
    }
    other.close();
  });

  it("reads what others wrote after a write failed because the file was held too long", async () => {
    store = await openSqlTraceStore({ url: folder.sqliteUrl(), threadFrom: Infinity, maxAttempts: 1 });
    const writer = await openSqlTraceStore({ url: folder.sqliteUrl(), threadFrom: Infinity });
    const other = new Database(join(folder.path, "trace.db"));
    other.exec("BEGIN IMMEDIATE");
    await expect(store.write({ sessionStarts: [sampleSession()] })).rejects.toThrow(/Another process holds/);
    other.exec("COMMIT");
    for (const session of [sampleSession(), sampleSession()]) {
      await writer.write({ sessionStarts: [session] });
      expect(await store.getSession(session.id)).toEqual(session);
    }
    other.close();
    await writer.close();
  });

  it("leaves no thread behind when it is closed", async () => {
    await open(0);
    await store.write(batchOf(sampleRun(1)));
    const gone = Promise.all(threads.map((it) => once(it, "exit")));
    await store.close();
    expect(await gone).toEqual([[0]]);
  });
});

describe("a unit of work in a thread", () => {
  let manager: SqlSessionManager;
  let dataSource: DataSource;
  let writer: SqliteWriter;

  const open = async (thread: Partial<ThreadSettings> = {}): Promise<void> => {
    const file = join(folder.path, "trace.db");
    dataSource = await createDataSource({ kind: "sqlite", file }, {});
    const inode = String((await stat(file, { bigint: true })).ino);
    writer = new SqliteWriter({
      thread: { file, inode, pragmas: SQLITE_PRAGMAS, patienceMs: 20, ...thread },
      threadFrom: 0,
    });
    manager = new SqlSessionManager(dataSource, { waitTimeoutMs: 200, maxAttempts: 3 }, { writer });
    await manager.withSession((session) => session.execute(`CREATE TABLE things ("name" text PRIMARY KEY)`));
  };

  const close = async (): Promise<void> => {
    await writer.close();
    await dataSource.destroy();
  };

  beforeEach(() => open());
  afterEach(() => close());

  const names = (): Promise<string[]> =>
    manager.withReadSession(async (session) =>
      (await session.query<{ name: string }>(`SELECT "name" FROM things ORDER BY "name"`)).map(
        (it) => it.name,
      ),
    );

  it("lets others read the last committed state meanwhile", async () => {
    await manager.withSession(async (session) => {
      await session.execute(`INSERT INTO things VALUES ($1)`, ["a"]);
      expect(await names()).toEqual([]);
    });
    expect(await names()).toEqual(["a"]);
  });

  it("writes more rows than may be in flight, in order", async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => String(i).padStart(5, "0"));
    const changed = await manager.withSession((session) =>
      session.executeEach(`INSERT INTO things VALUES ($1)`, many, (it) => [it]),
    );
    expect(changed).toBe(many.length);
    expect(await names()).toEqual(many);
  });

  it("is rolled back with the driver's error if one of many rows is refused", async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => String(i));
    const work = manager.withSession((session) =>
      session.executeEach(`INSERT INTO things VALUES ($1)`, [...many, "300", ...many], (it) => [it]),
    );
    await expect(work).rejects.toMatchObject({ cause: { code: "SQLITE_CONSTRAINT_PRIMARYKEY" } });
    expect(await names()).toEqual([]);
  });

  it("writes nothing that was sent after a failed BEGIN, and throws the error of the BEGIN", async () => {
    const connection = writer.connect(() => undefined);
    await connection?.begin("BEGIN NONSENSE");
    const insert = `INSERT INTO things VALUES (?)`;
    await expect(connection?.runEach(insert, ["a", "b"], (it) => [it])).rejects.toThrow(/syntax error/);
    await expect(connection?.run(insert, ["c"])).rejects.toThrow(/syntax error/);
    await expect(connection?.end("COMMIT")).rejects.toThrow(/syntax error/);
    await connection?.release();
    expect(await names()).toEqual([]);
    await manager.withSession((session) => session.execute(`INSERT INTO things VALUES ($1)`, ["after"]));
    expect(await names()).toEqual(["after"]);
  });

  it("is run again completely in a new thread if its own stops", async () => {
    await manager.withSession(async (session, attempt) => {
      await session.execute(`INSERT INTO things VALUES ($1)`, [`attempt ${String(attempt)}`]);
      if (attempt === 1) await threads.at(-1)?.terminate();
      await session.execute(`INSERT INTO things VALUES ($1)`, ["last"]);
    });
    expect(threads).toHaveLength(2);
    expect(await names()).toEqual(["attempt 2", "last"]);
  });

  it("reports an unknown outcome if the thread stops at the commit every time", async () => {
    const work = manager.withSession(async (session) => {
      await session.execute(`INSERT INTO things VALUES ($1)`, ["a"]);
      // Requested before the commit is sent.
      void threads.at(-1)?.terminate();
    });
    await expect(work).rejects.toMatchObject({ code: "cache-transaction", details: { commit: "unknown" } });
  });

  it("is rolled back completely if the disk is full in the middle of many rows", async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => String(i).padStart(200, "0"));
    const work = manager.withSession(async (session) => {
      const [size] = await session.query<{ page_count: number }>("PRAGMA page_count");
      await session.query(`PRAGMA max_page_count = ${String((size?.page_count ?? 0) + 50)}`);
      await session.executeEach(`INSERT INTO things VALUES ($1)`, many, (it) => [it]);
    });
    await expect(work).rejects.toMatchObject({ cause: { code: "SQLITE_FULL" } });
    expect(await names()).toEqual([]);
  });

  it("executes nothing after a failed statement, even if the work continues", async () => {
    const work = manager.withSession(async (session) => {
      await session.execute(`INSERT INTO things VALUES ($1)`, ["a"]);
      await session.execute(`INSERT INTO things VALUES ($1)`, ["a"]).catch(() => undefined);
      await session.execute(`INSERT INTO things VALUES ($1)`, ["b"]);
    });
    await expect(work).rejects.toMatchObject({ cause: { code: "SQLITE_CONSTRAINT_PRIMARYKEY" } });
    expect(await names()).toEqual([]);
  });

  it("runs without a thread if none is allowed, or none starts", async () => {
    await close();
    await rm(join(folder.path, "trace.db"));
    // A function cannot be passed to a thread.
    await open({ patienceMs: (() => 0) as never });
    expect(await names()).toEqual([]);
    await close();
    await rm(join(folder.path, "trace.db"));
    process.once("worker", (thread) => void thread.terminate());
    await open();
    expect(await names()).toEqual([]);
  });

  it("is committed even if it has to wait for another connection", async () => {
    await close();
    await rm(join(folder.path, "trace.db"));
    await open({ patienceMs: 10_000 });
    const other = new Database(join(folder.path, "trace.db"));
    other.exec("BEGIN IMMEDIATE");
    const waiting = manager.withSession((session) =>
      session.execute(`INSERT INTO things VALUES ($1)`, ["waited"]),
    );
    // Long enough for several attempts.
    setTimeout(() => other.exec("COMMIT"), 200);
    await waiting;
    other.close();
    expect(await names()).toEqual(["waited"]);
  });

  it("waits no longer than waitTimeoutMs for its turn", async () => {
    await manager.withSession(async () => {
      const waiting = manager.withSession(() => Promise.resolve());
      await expect(waiting).rejects.toThrow(/did not become free within 200 ms/);
    });
  });
});
