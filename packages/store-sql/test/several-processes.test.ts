import { freshPostgres } from "@waymark/test-databases";
import { batchOf, sampleRun } from "@waymark/trace-core/testing";
import Database from "libsql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openSqlTraceStore } from "../src/index.js";
import { childScript, type ChildScript } from "./support/child-script.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const subjects: [string, () => Promise<{ url: string; remove: () => Promise<void> }>][] = [
  [
    "a SQLite file",
    async () => {
      const folder = await temporaryFolder();
      return { url: folder.sqliteUrl(), remove: () => folder.remove() };
    },
  ],
  [
    "PostgreSQL",
    async () => {
      const database = await freshPostgres();
      return { url: database.url, remove: () => database.drop() };
    },
  ],
];

describe.each(subjects)("several processes on %s", (_name, make) => {
  let openAndWrite: ChildScript;
  let writeUntilKilled: ChildScript;

  beforeAll(async () => {
    openAndWrite = await childScript("open-and-write");
    writeUntilKilled = await childScript("write-until-killed");
  });
  afterAll(async () => {
    await openAndWrite.remove();
    await writeUntilKilled.remove();
  });

  it("open an empty store concurrently: one creates the schema, and all work", async () => {
    const { url, remove } = await make();
    const outputs = await Promise.all([1, 2, 3, 4].map(() => openAndWrite.start(url).output()));
    expect(Math.max(...outputs.map(Number))).toBeLessThanOrEqual(4);
    const store = await openSqlTraceStore({ url, migrate: "check" });
    expect(await store.countRecords()).toMatchObject({ sessions: 4 });
    await store.close();
    await remove();
  });

  it("read and write while another one writes", async () => {
    const { url, remove } = await make();
    const store = await openSqlTraceStore({ url });
    const writer = writeUntilKilled.start(url);
    let written = 0;
    for await (const sessionId of writer.lines()) {
      expect((await store.listOutcomes({ sessionId })).items).toHaveLength(20);
      await store.write(batchOf(sampleRun(20)));
      written += 1;
      if (written === 20) break;
    }
    await writer.kill();
    await store.close();
    await remove();
  });

  it("lose no acknowledged batch when they are killed", async () => {
    const { url, remove } = await make();
    const acknowledged: string[] = [];
    for (let round = 1; round <= 3; round++) {
      const writers = [writeUntilKilled.start(url), writeUntilKilled.start(url, "0")];
      await Promise.all(
        writers.map(async (writer) => {
          let own = 0;
          for await (const sessionId of writer.lines()) {
            acknowledged.push(sessionId);
            own += 1;
            // It continues to write until the signal arrives.
            if (own === 5 * round) void writer.kill();
          }
        }),
      );
    }
    const store = await openSqlTraceStore({ url });
    expect(acknowledged.length).toBeGreaterThanOrEqual(60);
    for (const sessionId of acknowledged) {
      expect(await store.getSession(sessionId)).toBeDefined();
      expect((await store.listProvenance({ sessionId })).items).toHaveLength(20);
      expect((await store.listOutcomes({ sessionId })).items).toHaveLength(20);
    }
    // Only whole batches, each of which has a session and 20 outcomes.
    const counts = await store.countRecords();
    expect(counts.outcomes).toBe(counts.sessions * 20);
    await store.close();
    if (url.startsWith("sqlite:")) {
      const file = new Database(url.slice("sqlite:".length));
      expect(file.pragma("integrity_check")).toEqual([{ integrity_check: "ok" }]);
      expect(file.pragma("foreign_key_check")).toEqual([]);
      file.close();
    }
    await remove();
  });
});
