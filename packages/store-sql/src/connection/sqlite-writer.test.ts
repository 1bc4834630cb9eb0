import { once } from "node:events";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";

import { batchOf, sampleRun } from "@waymark/trace-core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { temporaryFolder, type TemporaryFolder } from "../../test/support/temporary-folder.js";
import { createDataSource, sqlitePragmas } from "./create-data-source.js";
import { openSqlTraceStore, type OwnedSqlTraceStore } from "../open-sql-trace-store.js";
import { SqlSessionManager } from "../sql-session-manager.js";
import { SqliteWriter } from "./sqlite-writer.js";

let folder: TemporaryFolder;
/** Those that were started. */
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

  it("starts no thread for what is small, and writes everything in one from the first large batch on", async () => {
    await open();
    await store.write(batchOf(sampleRun(20)));
    expect(threads).toHaveLength(0);
    await store.write(batchOf(sampleRun(400)));
    await store.write(batchOf(sampleRun(20)));
    await store.deleteSession(sampleRun(1).session.id);
    expect(threads).toHaveLength(1);
    expect(await store.countRecords()).toMatchObject({ sessions: 3, mappings: 400, provenance: 440 });
  });

  it("starts no thread where none is wanted", async () => {
    await open(Infinity);
    await store.write(batchOf(sampleRun(400)));
    expect(threads).toHaveLength(0);
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
  let close: () => Promise<void>;

  beforeEach(async () => {
    const file = join(folder.path, "trace.db");
    const dataSource = await createDataSource({ kind: "sqlite", file }, {});
    const writer = new SqliteWriter({ file, pragmas: sqlitePragmas(20), threadFrom: 0 });
    manager = new SqlSessionManager(dataSource, { waitTimeoutMs: 200, maxAttempts: 3 }, writer);
    close = async () => {
      await writer.close();
      await dataSource.destroy();
    };
    await manager.withSession((session) => session.execute(`CREATE TABLE things ("name" text PRIMARY KEY)`));
  });

  afterEach(() => close());

  const names = (): Promise<string[]> =>
    manager.withReadSession(async (session) =>
      (await session.query<{ name: string }>(`SELECT "name" FROM things ORDER BY "name"`)).map(
        (it) => it.name,
      ),
    );

  it("lets others read meanwhile what was committed before", async () => {
    await manager.withSession(async (session) => {
      await session.execute(`INSERT INTO things VALUES ($1)`, ["a"]);
      expect(await names()).toEqual([]);
    });
    expect(await names()).toEqual(["a"]);
  });

  it("writes more rows than are under way at once, in their order", async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => String(i).padStart(5, "0"));
    const changed = await manager.withSession((session) =>
      session.executeEach(`INSERT INTO things VALUES ($1)`, many, (it) => [it]),
    );
    expect(changed).toBe(many.length);
    expect(await names()).toEqual(many);
  });

  it("is rolled back where one of many rows is refused, with the driver's reason", async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => String(i));
    const work = manager.withSession((session) =>
      session.executeEach(`INSERT INTO things VALUES ($1)`, [...many, "300", ...many], (it) => [it]),
    );
    await expect(work).rejects.toMatchObject({ cause: { code: "SQLITE_CONSTRAINT_PRIMARYKEY" } });
    expect(await names()).toEqual([]);
  });

  it("is run again, whole, in a new thread where its own stopped", async () => {
    await manager.withSession(async (session, attempt) => {
      await session.execute(`INSERT INTO things VALUES ($1)`, [`attempt ${String(attempt)}`]);
      if (attempt === 1) await threads.at(-1)?.terminate();
      await session.execute(`INSERT INTO things VALUES ($1)`, ["last"]);
    });
    expect(threads).toHaveLength(2);
    expect(await names()).toEqual(["attempt 2", "last"]);
  });

  it("says that nobody knows whether it was written where the thread stopped at the commit, each time", async () => {
    const work = manager.withSession(async (session) => {
      await session.execute(`INSERT INTO things VALUES ($1)`, ["a"]);
      // Asked for already when the commit is.
      void threads.at(-1)?.terminate();
    });
    await expect(work).rejects.toMatchObject({ code: "cache-transaction", details: { commit: "unknown" } });
  });

  it("waits for its turn no longer than it may", async () => {
    await manager.withSession(async () => {
      const waiting = manager.withSession(() => Promise.resolve());
      await expect(waiting).rejects.toThrow(/did not become free within 200 ms/);
    });
  });
});
