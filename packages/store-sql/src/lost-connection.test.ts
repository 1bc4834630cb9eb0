import { freshPostgres, type FreshPostgres } from "@waymark/test-databases";
import { isWaymarkError } from "@waymark/trace-core";
import { batchOf, sampleRun } from "@waymark/trace-core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { cuttingProxy, type CuttingProxy } from "../test/support/cutting-proxy.js";
import { openSqlTraceStore, type OwnedSqlTraceStore } from "./open-sql-trace-store.js";

describe("a connection to PostgreSQL that is lost", () => {
  let database: FreshPostgres;
  let proxy: CuttingProxy;
  let store: OwnedSqlTraceStore;
  const run = sampleRun(3);
  // As a statement of its own is sent: READ COMMITTED is none.
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

  it("in the middle of a unit has the unit done again", async () => {
    proxy.cutAt("entity_mapping_provenance", "before", 2);
    await store.write(batchOf(run));
    expect(await store.countRecords()).toMatchObject({ provenance: 3 });
  });

  it("in the middle of a look-up has it asked again", async () => {
    await store.write(batchOf(run));
    proxy.cutAt("SELECT", "after");
    expect(await store.getSession(run.session.id)).toEqual(run.session);
  });

  it("again and again before anything was committed makes the write fail with nothing written", async () => {
    proxy.cutAt("entity_mapping", "before", 99);
    const error = await store.write(batchOf(run)).catch((it: unknown) => it);
    expect(isWaymarkError(error, "cache-transaction")).toBe(true);
    expect(error).toMatchObject({ attempts: 4, details: { commit: "rolled-back" } });
    expect(await committed()).toBe(0);
  });

  it("again and again while committing makes the write fail without claiming to know", async () => {
    proxy.cutAt(COMMIT, "after", 99);
    const error = await store.write(batchOf(run)).catch((it: unknown) => it);
    expect(error).toMatchObject({ code: "cache-transaction", details: { attempts: 4, commit: "unknown" } });
    expect(await committed()).toBe(1);
    // Writing the same batch again is always safe.
    proxy.cutAt(COMMIT, "before", 0);
    await store.write(batchOf(run));
    expect(await store.countRecords()).toMatchObject({ sessions: 1, provenance: 3 });
  });

  it("for good makes look-ups say that they cannot answer", async () => {
    await proxy.close();
    const error = await store.getSession(run.session.id).catch((it: unknown) => it);
    expect(isWaymarkError(error, "cache-retrieval")).toBe(true);
    expect(error).toMatchObject({ details: { attempts: 4 } });
  });
});
