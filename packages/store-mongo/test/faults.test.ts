import { setTimeout } from "node:timers/promises";
import { type Fault, StandInServer } from "@waymark/test-databases";
import { prepareBatch } from "@waymark/trace-core/adapter";
import { batchOf, sampleMetric, sampleRun, sampleSession } from "@waymark/trace-core/testing";
import { MongoClient } from "mongodb";
import { describe, expect, it } from "vitest";

import { MongoSessionManager, openMongoTraceStore } from "../src/index.js";
import { writeBatch } from "../src/operations/write-batch.js";
import { batchInTheMiddle, faultyServer } from "./support/faulty-server.js";

// Tests how the adapter handles these faults, not how MongoDB does.
describe("a write on a server whose connections are cut", () => {
  const context = faultyServer();

  /** Counts the commands of one write, so that each of them can be made to fail. */
  async function commandsOfAWrite(): Promise<number> {
    const { whole } = await batchInTheMiddle(context.store);
    let commands = 0;
    context.server.faults = () => {
      commands += 1;
      return undefined;
    };
    await context.store.write(whole);
    context.server.faults = () => undefined;
    return commands;
  }

  /** Makes the nth command from now fail, counted from 0. */
  function failOnce(nth: number, fault: Fault): void {
    let count = 0;
    context.server.faults = () => (count++ === nth ? fault : undefined);
  }

  it.each(["cut-before", "cut-after"] as const)(
    "is written completely and once when any of its commands is %s",
    async (fault) => {
      const commands = await commandsOfAWrite();
      expect(commands).toBeGreaterThan(8);
      for (let nth = 0; nth < commands; nth++) {
        const before = await context.reader.countRecords();
        const { whole } = await batchInTheMiddle(context.store);
        failOnce(nth, fault);
        await context.store.write(whole);
        context.server.faults = () => undefined;
        const after = await context.reader.countRecords();
        expect({ nth, added: after.provenance - before.provenance }).toEqual({ nth, added: 3 });
        expect(after.metrics - before.metrics).toBe(1);
        expect(after.outcomes - before.outcomes).toBe(3);
      }
    },
  );

  it("is never partly visible to a reader, however often its connections are cut", async () => {
    const { whole, counts } = await batchInTheMiddle(context.store);
    let count = 0;
    // Cuts every seventh command for a while.
    context.server.faults = (command) => {
      if (command === "aggregate" || command === "abortTransaction") return undefined;
      count += 1;
      return count % 7 === 0 && count < 60 ? "cut-after" : undefined;
    };
    const state = { isWriting: true };
    const writing = context.store.write(whole).finally(() => (state.isWriting = false));
    while (state.isWriting) {
      const seen = await context.reader.countRecords();
      expect([0, 3]).toContain(seen.mappings);
      expect(seen.provenance).toBe(seen.mappings);
      expect(seen.metrics).toBe(seen.mappings / 3);
    }
    await writing;
    expect(await context.reader.countRecords()).toEqual(counts);
  });

  it("is retried after a write conflict, and after the server has ended its transaction", async () => {
    const { whole, counts } = await batchInTheMiddle(context.store);
    const faults: Fault[] = [
      { code: 112, message: "WriteConflict", labels: ["TransientTransactionError"] },
      { code: 251, message: "NoSuchTransaction", labels: ["TransientTransactionError"] },
    ];
    context.server.faults = (command) => (command === "update" ? faults.shift() : undefined);
    const before = context.store.retries ?? NaN;
    await context.store.write(whole);
    expect(context.store.retries).toBe(before + 2);
    expect(await context.reader.countRecords()).toEqual(counts);
  });

  it("waits for a transaction that a killed process left open, while its session can be abandoned", async () => {
    const { whole, counts } = await batchInTheMiddle(context.store);
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

  it("conflicts with a deletion of the session that it starts again", async () => {
    const run = sampleRun(1);
    await context.store.write({ sessionStarts: run.sessionStarts });
    const client = new MongoClient(context.server.url("faults"));
    const again = new MongoSessionManager(client, "faults").getSession();
    again.begin();
    await writeBatch(again, prepareBatch({ ...batchOf(run), metrics: [sampleMetric(run.session.id)] }));
    const deleting = context.store.deleteSession(run.session.id);
    await setTimeout(100);
    await again.commit();
    expect(await deleting).toBe(true);
    expect(await context.reader.countRecords()).toMatchObject({ sessions: 0, metrics: 0, outcomes: 0 });
    await again.release();
    await client.close();
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
});
