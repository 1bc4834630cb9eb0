import { freshMongo, type StandInOptions, StandInServer } from "@waymark/test-databases";
import { isWaymarkError, type WaymarkError } from "@waymark/trace-core";
import { batchOf, sampleMetric, sampleRun, sampleSession } from "@waymark/trace-core/testing";
import { MongoClient, type MongoClientOptions } from "mongodb";
import { describe, expect, it } from "vitest";

import { openMongoTraceStore } from "../src/index.js";

async function failureOf(opening: Promise<unknown>): Promise<WaymarkError> {
  const error: unknown = await opening.catch((it: unknown) => it);
  if (isWaymarkError(error)) return error;
  throw new Error("opening should have failed", { cause: error });
}

async function withStandIn<T>(
  options: StandInOptions,
  use: (server: StandInServer) => Promise<T>,
): Promise<T> {
  const server = await StandInServer.start(options);
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

describe("opening a store on MongoDB", () => {
  it("may be done several times concurrently, and again", async () => {
    const { url, drop } = freshMongo();
    const stores = await Promise.all([1, 2, 3].map(() => openMongoTraceStore({ url })));
    await stores[0]?.write({ sessionStarts: [sampleSession()] });
    expect(await stores[2]?.countRecords()).toMatchObject({ sessions: 1 });
    for (const store of stores) await store.close();
    const again = await openMongoTraceStore({ url, migrate: "check" });
    expect(await again.countRecords()).toMatchObject({ sessions: 1 });
    await again.close();
    await drop();
  });

  it.each([
    ["", "waymark"],
    ["/", "waymark"],
    ["/?retryWrites=true", "waymark"],
    ["/test", "test"],
    ["/mine?retryWrites=true", "mine"],
  ])("takes the database that the URL names, else its own: %s", async (path, databaseName) => {
    await withStandIn({}, async (server) => {
      const store = await openMongoTraceStore({ url: `mongodb://${server.address}${path}` });
      await store.write({ sessionStarts: [sampleSession()] });
      await store.close();
      const named = await openMongoTraceStore({ url: `mongodb://${server.address}`, databaseName });
      expect(await named.countRecords()).toMatchObject({ sessions: 1 });
      await named.close();
    });
  });

  it.each([
    "readPreference=secondaryPreferred",
    "readPreference=nearest",
    "w=0",
    "readConcernLevel=snapshot",
  ])("reads and writes as the trace needs it, whatever the URL prefers: %s", async (preference) => {
    await withStandIn({}, async (server) => {
      const url = `${server.url("db")}?${preference}`;
      const store = await openMongoTraceStore({ url, connectTimeoutMs: 500 });
      const run = sampleRun(3);
      await store.write(batchOf(run));
      expect(await store.getSession(run.session.id)).toEqual(run.session);
      await store.close();
    });
  });

  it.each<MongoClientOptions>([
    { promoteValues: false },
    { promoteLongs: false },
    { useBigInt64: true },
    { raw: true },
    { ignoreUndefined: true, serializeFunctions: true },
  ])("reads the same records through a client with the options %j", async (clientOptions) => {
    await withStandIn({}, async (server) => {
      const client = new MongoClient(server.url("db"), clientOptions);
      const store = await openMongoTraceStore({ client, databaseName: "db" });
      const run = sampleRun(3);
      const metric = { ...sampleMetric(run.session.id), value: 2 ** 52 };
      await store.write({ ...batchOf(run), metrics: [metric] });
      const { id: sessionId } = run.session;
      expect((await store.listMetrics({ sessionId })).items).toEqual([metric]);
      expect((await store.listPathExecutions({ sessionId })).items).toEqual([run.execution]);
      expect(await store.countRecords()).toMatchObject({ mappings: 3, metrics: 1 });
      expect((await store.inspect()).sizeBytes).toBeGreaterThan(0);
      expect(await store.heartbeat(sessionId)).toBe("running");
      expect(await store.deleteSession(sessionId)).toBe(true);
      await store.close();
      await client.close();
    });
  });

  it("leaves a borrowed client open", async () => {
    const { url, name, drop } = freshMongo();
    const client = new MongoClient(url);
    const store = await openMongoTraceStore({ client, databaseName: name });
    expect(store.ownsConnection).toBe(false);
    await store.close();
    expect((await client.db(name).command({ ping: 1 })).ok).toBe(1);
    await client.close();
    await drop();
  });

  it("refuses a database of a newer version, and a new one that it may not set up", async () => {
    const { url, name, drop } = freshMongo();
    const lacking = await failureOf(openMongoTraceStore({ url, migrate: "check" }));
    expect(lacking).toMatchObject({ code: "schema-version", details: { version: 0, known: 2 } });
    const client = new MongoClient(url);
    await client
      .db(name)
      .collection<{ _id: string }>("waymark_schema")
      .insertOne({ _id: "trace", version: 99 } as never);
    const newer = await failureOf(openMongoTraceStore({ url }));
    expect(newer).toMatchObject({ code: "schema-version", details: { version: 99 } });
    await client.close();
    await drop();
  });

  it("brings a database of the first version up to date, with all its records", async () => {
    const { url, name, drop } = freshMongo();
    const client = new MongoClient(url);
    const database = client.db(name);
    const run = sampleRun(3);
    const store = await openMongoTraceStore({ url });
    await store.write(batchOf(run));
    await store.close();
    // Restores the state of the first version: with its indexes, and without resources.
    const sessions = database.collection<{ _id: string; resources?: unknown }>("mapping_sessions");
    const { resources: _resources, ...written } = (await sessions.findOne({ _id: run.session.id })) ?? {
      _id: "",
    };
    await sessions.deleteOne({ _id: run.session.id });
    await sessions.insertOne(written);
    for (const [collection, index] of [
      ["entity_mappings", "source_identifier"],
      ["entity_mappings", "target_identifier"],
      ["identifier_outcomes", "identifier"],
    ] as const)
      await database.collection(collection).dropIndex(index);
    await database.collection("entity_mappings").createIndex({ sourceType: 1 }, { name: "source" }, {});
    await database
      .collection<{ _id: string; version: number }>("waymark_schema")
      .updateOne({ _id: "trace" }, { $set: { version: 1 } });

    const behind = await failureOf(openMongoTraceStore({ url, migrate: "check" }));
    expect(behind).toMatchObject({ code: "schema-version", details: { version: 1, known: 2 } });
    const again = await openMongoTraceStore({ url });
    expect(await again.getSession(run.session.id)).toEqual(run.session);
    expect((await again.listSessions()).items).toEqual([run.session]);
    expect((await again.listMappings()).items).toEqual(run.mappings);
    await again.close();
    const indexes = await Promise.all(
      ["entity_mappings", "identifier_outcomes"].map((it) => database.collection(it).indexes()),
    );
    const names = indexes.flat().map((it) => it.name);
    expect(names).toEqual(
      expect.arrayContaining(["source_identifier", "target_identifier", "identifier", "answered_by"]),
    );
    expect(names).not.toEqual(expect.arrayContaining(["source"]));
    expect(names).not.toEqual(expect.arrayContaining(["answer"]));
    await client.close();
    await drop();
  });

  it("builds all indexes before it drops any, since the server may refuse that meanwhile", async () => {
    await withStandIn({}, async (server) => {
      const commands: string[] = [];
      server.faults = (command) => {
        if (command.endsWith("Indexes")) commands.push(command);
        return undefined;
      };
      const store = await openMongoTraceStore({ url: server.url("db") });
      await store.close();
      expect(commands.lastIndexOf("createIndexes")).toBeLessThan(commands.indexOf("dropIndexes"));
    });
  });

  it("refuses a standalone server, and says how to turn it into a replica set", async () => {
    const error = await withStandIn({ hello: { setName: undefined, hosts: undefined } }, (server) =>
      failureOf(openMongoTraceStore({ url: server.url("db") })),
    );
    expect(error.code).toBe("store-open");
    expect(error.message).toMatch(/mongod --replSet rs0.*rs\.initiate\(\)/);
  });

  it("refuses a member of a replica set that is not its primary", async () => {
    const hello = { isWritablePrimary: false, ismaster: false, secondary: true };
    const error = await withStandIn({ hello }, (server) =>
      failureOf(openMongoTraceStore({ url: `${server.url("db")}?directConnection=true`, migrate: "check" })),
    );
    expect(error).toMatchObject({ code: "store-open" });
    expect(error.message).toContain("without `directConnection`");
  });

  it("accepts a server that presents itself as a router", async () => {
    const hello = {
      setName: undefined,
      hosts: undefined,
      primary: undefined,
      me: undefined,
      msg: "isdbgrid",
    };
    await withStandIn({ hello }, async (server) => {
      const store = await openMongoTraceStore({ url: server.url("db") });
      await store.write({ sessionStarts: [sampleSession()] });
      expect(await store.countRecords()).toMatchObject({ sessions: 1 });
      await store.close();
    });
  });

  it("says in one line that a server is too old", async () => {
    const error = await withStandIn({ hello: { maxWireVersion: 6 } }, (server) =>
      failureOf(openMongoTraceStore({ url: server.url("db"), connectTimeoutMs: 500 })),
    );
    expect(error.message).toMatch(/too old: MongoDB 4\.4 or later is needed$/);
  });

  it("says in one line that the login was refused, without the password", async () => {
    const error = await withStandIn({ refusesLogins: true }, (server) =>
      failureOf(
        openMongoTraceStore({ url: server.url("db").replace("//", "//ann:s3cret@"), connectTimeoutMs: 500 }),
      ),
    );
    expect(error.message).toMatch(
      /^Cannot open the trace store mongodb:\/\/ann:\*\*\*@.*: The login was refused/,
    );
    expect(`${error.message} ${JSON.stringify(error.details)} ${String(error.cause)}`).not.toContain(
      "s3cret",
    );
  });

  it("says in one line that no server answers", async () => {
    const error = await failureOf(
      openMongoTraceStore({ url: "mongodb://ann:s3cret@127.0.0.1:1/db", connectTimeoutMs: 300 }),
    );
    expect(error.message).toMatch(/No server answers at this address$/);
    expect(error.message).not.toContain("s3cret");
  });

  it("says in one line that the login may only read", async () => {
    await withStandIn({}, async (server) => {
      server.faults = (command) =>
        command === "create" ? { code: 13, message: "not authorized on db to execute command" } : undefined;
      const error = await failureOf(openMongoTraceStore({ url: server.url("db") }));
      expect(error.message).toMatch(/The database user has no permission for this$/);
    });
  });

  it.each(["nonsense", "http://host/db", "mongodb://"])("refuses the URL %s", async (url) => {
    expect((await failureOf(openMongoTraceStore({ url }))).code).toBe("store-open");
  });
});
