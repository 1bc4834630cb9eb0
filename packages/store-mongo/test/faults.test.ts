import { setTimeout } from "node:timers/promises";

import { type Fault, StandInServer } from "@waymark/test-databases";
import {
  at,
  batchOf,
  sampleEnd,
  sampleMetric,
  sampleOutcome,
  sampleRun,
  sampleSession,
} from "@waymark/trace-core/testing";
import { isWaymarkError, type TraceStore } from "@waymark/trace-core";
import { prepareBatch } from "@waymark/trace-core/adapter";
import { MongoClient } from "mongodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { MongoSessionManager, openMongoTraceStore } from "../src/index.js";
import { writeBatch } from "../src/operations/write-batch.js";

let server: StandInServer;
let store: TraceStore;
let reader: TraceStore;

beforeEach(async () => {
  server = await StandInServer.start();
  store = await openMongoTraceStore({ url: server.url("faults"), retryTimeMs: 5_000 });
  reader = await openMongoTraceStore({ url: server.url("faults") });
});

afterEach(async () => {
  server.faults = () => undefined;
  await store.close();
  await reader.close();
  await server.stop();
});

/** A batch with records of every kind, whose session already exists. */
async function batchInTheMiddle() {
  const run = sampleRun(3);
  await store.write({ sessionStarts: run.sessionStarts });
  const whole = {
    ...batchOf(run),
    metrics: [sampleMetric(run.session.id)],
    sessionEnds: [sampleEnd(run.session.id)],
  };
  const counts = { sessions: 1, pathExecutions: 1, mappings: 3, provenance: 3, outcomes: 3, metrics: 1 };
  return { whole, counts };
}

/** Counts the commands of one write, so that each of them can be made to fail. */
async function commandsOfAWrite(): Promise<number> {
  const { whole } = await batchInTheMiddle();
  let commands = 0;
  server.faults = () => {
    commands += 1;
    return undefined;
  };
  await store.write(whole);
  server.faults = () => undefined;
  return commands;
}

/** The error of opening a store on a server with this `hello`. */
async function withStandIn(hello: object, open: (url: string) => Promise<unknown>): Promise<Error> {
  const standIn = await StandInServer.start({ hello });
  try {
    return (await open(standIn.url("faults")).catch((it: unknown) => it)) as Error;
  } finally {
    await standIn.stop();
  }
}

/** Makes the nth command from now fail, counted from 0. */
function failOnce(nth: number, fault: Fault): void {
  let count = 0;
  server.faults = () => (count++ === nth ? fault : undefined);
}

// Tests how the adapter handles these faults, not how MongoDB does.
describe("a write on a server whose connections are cut", () => {
  it.each(["cut-before", "cut-after"] as const)(
    "is written completely and once when any of its commands is %s",
    async (fault) => {
      const commands = await commandsOfAWrite();
      expect(commands).toBeGreaterThan(8);
      for (let nth = 0; nth < commands; nth++) {
        const before = await reader.countRecords();
        const { whole } = await batchInTheMiddle();
        failOnce(nth, fault);
        await store.write(whole);
        server.faults = () => undefined;
        const after = await reader.countRecords();
        expect({ nth, added: after.provenance - before.provenance }).toEqual({ nth, added: 3 });
        expect(after.metrics - before.metrics).toBe(1);
        expect(after.outcomes - before.outcomes).toBe(3);
      }
    },
  );

  it("is never partly visible to a reader, however often its connections are cut", async () => {
    const { whole, counts } = await batchInTheMiddle();
    let count = 0;
    // Cuts every seventh command for a while.
    server.faults = (command) => {
      if (command === "aggregate" || command === "abortTransaction") return undefined;
      count += 1;
      return count % 7 === 0 && count < 60 ? "cut-after" : undefined;
    };
    const state = { isWriting: true };
    const writing = store.write(whole).finally(() => (state.isWriting = false));
    while (state.isWriting) {
      const seen = await reader.countRecords();
      expect([0, 3]).toContain(seen.mappings);
      expect(seen.provenance).toBe(seen.mappings);
      expect(seen.metrics).toBe(seen.mappings / 3);
    }
    await writing;
    expect(await reader.countRecords()).toEqual(counts);
  });

  it("is retried after a write conflict, and after the server has ended its transaction", async () => {
    const { whole, counts } = await batchInTheMiddle();
    const faults: Fault[] = [
      { code: 112, message: "WriteConflict", labels: ["TransientTransactionError"] },
      { code: 251, message: "NoSuchTransaction", labels: ["TransientTransactionError"] },
    ];
    server.faults = (command) => (command === "update" ? faults.shift() : undefined);
    const before = store.retries ?? NaN;
    await store.write(whole);
    expect(store.retries).toBe(before + 2);
    expect(await reader.countRecords()).toEqual(counts);
  });

  it("waits for a transaction that a killed process left open, while its session can be abandoned", async () => {
    const { whole, counts } = await batchInTheMiddle();
    const short = await StandInServer.start({ transactionLifetimeMs: 300 });
    const [url, sessions] = [short.url("faults"), { sessionStarts: whole.sessionStarts ?? [] }];
    const client = new MongoClient(url);
    const [killed, next] = [
      new MongoSessionManager(client, "faults").getSession(),
      await openMongoTraceStore({ url }),
    ];
    await next.write(sessions);
    killed.begin();
    await writeBatch(killed, prepareBatch({ ...whole, sessionStarts: [], sessionEnds: [] }));

    const [abandoned] = await next.abandonStale({ isOwnerAlive: () => false, staleAfterMs: 0 });
    expect(abandoned?.status).toBe("abandoned");
    await next.write({ ...whole, sessionEnds: [] });
    expect(await next.countRecords()).toEqual(counts);

    await killed.release();
    await client.close();
    await next.close();
    await short.stop();
  });

  it.each(["find", "update"])(
    "says that the connection was lost when that happens at every %s",
    async (at) => {
      const { whole } = await batchInTheMiddle();
      const impatient = await openMongoTraceStore({ url: server.url("faults"), maxAttempts: 2 });
      server.faults = (command) => (command === at ? "cut-before" : undefined);
      const error: unknown = await impatient.write(whole).catch((it: unknown) => it);
      server.faults = () => undefined;
      await impatient.close();
      if (!isWaymarkError(error, "cache-transaction")) throw error;
      expect(error.message).toBe("The connection to the database was lost; nothing was written");
    },
  );

  it("says that the connection is closed when the owner of its client has closed it", async () => {
    const client = new MongoClient(server.url("faults"));
    const borrowed = await openMongoTraceStore({ client, databaseName: "faults" });
    await client.close();
    for (const call of [
      () => borrowed.countRecords(),
      () => borrowed.write({ sessionStarts: [sampleSession()] }),
    ]) {
      const error: unknown = await call().catch((it: unknown) => it);
      if (!isWaymarkError(error)) throw error;
      expect(error.message).toContain("The connection to the database is closed");
    }
  });

  it("conflicts with a deletion of the session that it starts again", async () => {
    const run = sampleRun(1);
    await store.write({ sessionStarts: run.sessionStarts });
    const client = new MongoClient(server.url("faults"));
    const again = new MongoSessionManager(client, "faults").getSession();
    again.begin();
    await writeBatch(again, prepareBatch({ ...batchOf(run), metrics: [sampleMetric(run.session.id)] }));
    const deleting = store.deleteSession(run.session.id);
    await setTimeout(100);
    await again.commit();
    expect(await deleting).toBe(true);
    expect(await reader.countRecords()).toMatchObject({ sessions: 0, metrics: 0, outcomes: 0 });
    await again.release();
    await client.close();
  });

  it("fails with the number of attempts and nothing written when the server refuses it permanently", async () => {
    const { whole } = await batchInTheMiddle();
    server.faults = (command) => (command === "update" ? { code: 13, message: "not authorized" } : undefined);
    const error: unknown = await store.write(whole).catch((it: unknown) => it);
    if (!isWaymarkError(error, "cache-transaction")) throw error;
    expect(error.message).toBe("The database user has no permission for this; nothing was written");
    expect(error.details).toEqual({ attempts: 1, commit: "rolled-back" });
    expect(await reader.countRecords()).toMatchObject({ mappings: 0, provenance: 0 });
  });

  it("reports that no server answers, even when it asks for the server's time", async () => {
    const away = await openMongoTraceStore({ url: server.url("faults"), connectTimeoutMs: 200 });
    await server.stop();
    const types = { sourceType: "GENE", targetType: "PROTEIN" };
    const calls: [code: string, call: () => Promise<unknown>][] = [
      ["cache-transaction", () => away.write({ sessionStarts: [sampleSession()] })],
      ["cache-transaction", () => away.heartbeat("id")],
      ["cache-transaction", () => away.abandonStale()],
      ["cache-transaction", () => away.reopenSession("id", "abandoned")],
      ["cache-retrieval", () => away.findMappings({ ...types, sourceIds: ["a"], maxAgeMs: 1 })],
      ["cache-retrieval", () => away.findReverse({ ...types, targetIds: ["a"], maxAgeMs: 1 })],
      ["cache-retrieval", () => away.inspect()],
    ];
    for (const [code, call] of calls) {
      const error: unknown = await call().catch((it: unknown) => it);
      if (!isWaymarkError(error)) throw error;
      expect(error.code).toBe(code);
      expect(error.message).toContain("No server answers at this address");
    }
    await away.close();
  });

  it("waits while the replica set elects a new primary, for longer than it looks for a server", async () => {
    const hello = { isWritablePrimary: true, ismaster: true, secondary: false, primary: undefined };
    const electing = await StandInServer.start({ hello });
    const patient = await openMongoTraceStore({ url: electing.url("faults"), connectTimeoutMs: 700 });
    Object.assign(hello, { isWritablePrimary: false, ismaster: false, secondary: true });
    electing.faults = () =>
      hello.secondary
        ? { code: 10107, message: "not primary", labels: ["TransientTransactionError"] }
        : undefined;
    const session = sampleSession();
    const writing = patient.write({ sessionStarts: [session] });
    const reading = patient.countRecords();
    await setTimeout(2_000);
    Object.assign(hello, { isWritablePrimary: true, ismaster: true, secondary: false });
    await Promise.all([writing, reading]);
    expect(await patient.getSession(session.id)).toEqual(session);
    await patient.close();
    await electing.stop();
  });

  it("says that a replica set has no primary when there is none for as long as it retries", async () => {
    const hello = { isWritablePrimary: false, ismaster: false, secondary: true, primary: undefined };
    const error = await withStandIn(hello, (url) => openMongoTraceStore({ url, connectTimeoutMs: 200 }));
    expect(error.message).toMatch(/: The replica set has no primary at the moment$/);
  });

  it("says of a replica set that was never initiated how to do that", async () => {
    const none = { setName: undefined, hosts: undefined, primary: undefined, me: undefined };
    const hello = { ...none, isWritablePrimary: false, ismaster: false, isreplicaset: true };
    const error = await withStandIn(hello, (url) => openMongoTraceStore({ url, connectTimeoutMs: 200 }));
    expect(error.message).toMatch(/: The replica set is not set up yet: .*rs\.initiate\(\)/);
  });

  it.each<[string, (it: TraceStore, id: string) => Promise<unknown>, unknown]>([
    ["reopens", (it, id) => it.reopenSession(id, "cancelled"), { status: "running" }],
    ["deletes", (it, id) => it.deleteSession(id), true],
    ["prunes", (it) => it.prune({ olderThan: at(1_000_000) }), { sessions: 1, provenance: 3 }],
  ])("%s a session once when the answers to its commit are lost", async (_name, call, expected) => {
    const { whole } = await batchInTheMiddle();
    const sessionId = whole.metrics[0]?.sessionId ?? "";
    await store.write({ ...whole, sessionEnds: [{ ...sampleEnd(sessionId), status: "cancelled" }] });
    // The driver repeats a commit once by itself.
    const faults: Fault[] = ["cut-after", "cut-after", "cut-before", "cut-before"];
    server.faults = (command) => (command === "commitTransaction" ? faults.shift() : undefined);
    const result: unknown = await call(store, sessionId);
    if (typeof expected === "object") expect(result).toMatchObject(expected!);
    else expect(result).toBe(expected);
  });

  it("returns the sessions that it abandoned when the answers to its commit are lost", async () => {
    const session = sampleSession();
    await store.write({ sessionStarts: [session] });
    const faults: Fault[] = ["cut-after", "cut-after"];
    server.faults = (command) => (command === "commitTransaction" ? faults.shift() : undefined);
    const abandoned = await store.abandonStale({ isOwnerAlive: () => false, staleAfterMs: 0 });
    expect(abandoned.map((it) => it.id)).toEqual([session.id]);
  });

  it("fails with an unknown outcome when the answer to its commit is lost and no server answers afterwards", async () => {
    const { whole } = await batchInTheMiddle();
    const away = await openMongoTraceStore({ url: server.url("faults"), connectTimeoutMs: 200 });
    server.faults = (command) => {
      if (command !== "commitTransaction") return undefined;
      void server.stop();
      return "cut-after";
    };
    const error: unknown = await away.write(whole).catch((it: unknown) => it);
    if (!isWaymarkError(error, "cache-transaction")) throw error;
    expect(error.details).toMatchObject({ commit: "unknown" });
    await away.close();
  });

  it.each([16, 17, 30])("says that a record of %s MiB is too large for a document", async (size) => {
    const session = sampleSession();
    const outcome = { ...sampleOutcome(session.id), rawIds: ["x".repeat(size * 1024 * 1024)] };
    const error: unknown = await store
      .write({ sessionStarts: [session], outcomes: [outcome] })
      .catch((it: unknown) => it);
    if (!isWaymarkError(error, "cache-transaction")) throw error;
    expect(error.message).toBe("A record is too large for the database; nothing was written");
    expect(await reader.getSession(session.id)).toBeUndefined();
  });

  it("fails with an unknown outcome when the answer to its commit is always lost", async () => {
    const { whole } = await batchInTheMiddle();
    const impatient = await openMongoTraceStore({ url: server.url("faults"), maxAttempts: 2 });
    server.faults = (command) => (command === "commitTransaction" ? "cut-after" : undefined);
    const error: unknown = await impatient.write(whole).catch((it: unknown) => it);
    server.faults = () => undefined;
    await impatient.close();
    if (!isWaymarkError(error, "cache-transaction")) throw error;
    expect(error.details).toMatchObject({ commit: "unknown" });
    await store.write(whole);
    expect(await reader.countRecords()).toMatchObject({ mappings: 3, provenance: 3, metrics: 1 });
  });
});
