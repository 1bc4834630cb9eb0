import { StandInServer } from "@waymark/test-databases";
import { isWaymarkError } from "@waymark/trace-core";
import { sampleOutcome, sampleSession } from "@waymark/trace-core/testing";
import { MongoClient } from "mongodb";
import { describe, expect, it } from "vitest";

import { openMongoTraceStore } from "../src/index.js";
import { batchInTheMiddle, failing, faultyServer } from "./support/faulty-server.js";

/** The error of opening a store on a server with this `hello`. */
async function withStandIn(hello: object, open: (url: string) => Promise<unknown>): Promise<Error> {
  const standIn = await StandInServer.start({ hello });
  try {
    return (await open(standIn.url("faults")).catch((it: unknown) => it)) as Error;
  } finally {
    await standIn.stop();
  }
}

// Tests how the adapter handles these faults, not how MongoDB does.
describe("a failure of the server", () => {
  const context = faultyServer();

  it.each(["find", "update"])(
    "says that the connection was lost when that happens at every %s",
    async (at) => {
      const { whole } = await batchInTheMiddle(context.store);
      const impatient = await openMongoTraceStore({ url: context.server.url("faults"), maxAttempts: 2 });
      context.server.faults = (command) => (command === at ? "cut-before" : undefined);
      const error: unknown = await impatient.write(whole).catch((it: unknown) => it);
      context.server.faults = () => undefined;
      await impatient.close();
      if (!isWaymarkError(error, "cache-transaction")) throw error;
      expect(error.message).toBe("The connection to the database was lost; nothing was written");
    },
  );

  it("says that the connection is closed when the owner of its client has closed it", async () => {
    const client = new MongoClient(context.server.url("faults"));
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

  it("says that no connection became free in time when all of the pool are in use", async () => {
    const pool = "maxPoolSize=1&waitQueueTimeoutMS=100&socketTimeoutMS=500";
    const narrow = await openMongoTraceStore({
      url: `${context.server.url("faults")}?${pool}`,
      maxAttempts: 1,
    });
    context.server.faults = failing("find", ["unanswered"]);
    const [first, second] = await Promise.all(
      [1, 2].map(() => narrow.getSession("id").catch((it: unknown) => it as Error)),
    );
    expect(first).toMatchObject({ message: "The connection to the database was lost" });
    expect(second).toMatchObject({ message: "No connection to the database became free in time" });
    await narrow.close();
  });

  it("fails with the number of attempts and nothing written when the server refuses it permanently", async () => {
    const { whole } = await batchInTheMiddle(context.store);
    context.server.faults = (command) =>
      command === "update" ? { code: 13, message: "not authorized" } : undefined;
    const error: unknown = await context.store.write(whole).catch((it: unknown) => it);
    if (!isWaymarkError(error, "cache-transaction")) throw error;
    expect(error.message).toBe("The database user has no permission for this; nothing was written");
    expect(error.details).toEqual({ attempts: 1, commit: "rolled-back" });
    expect(await context.reader.countRecords()).toMatchObject({ mappings: 0, provenance: 0 });
  });

  it("reports that no server answers, even when it asks for the server's time", async () => {
    const away = await openMongoTraceStore({ url: context.server.url("faults"), connectTimeoutMs: 200 });
    await context.server.stop();
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

  it.each([16, 17, 30])("says that a record of %s MiB is too large for a document", async (size) => {
    const session = sampleSession();
    const outcome = { ...sampleOutcome(session.id), rawIds: ["x".repeat(size * 1024 * 1024)] };
    const error: unknown = await context.store
      .write({ sessionStarts: [session], outcomes: [outcome] })
      .catch((it: unknown) => it);
    if (!isWaymarkError(error, "cache-transaction")) throw error;
    expect(error.message).toBe("A record is too large for the database; nothing was written");
    expect(await context.reader.getSession(session.id)).toBeUndefined();
  });
});
