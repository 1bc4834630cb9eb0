import { freshMongo, StandInServer } from "@waymark/test-databases";
import { MongoClient } from "mongodb";
import { expect, it } from "vitest";

import { openMongoTraceStore } from "../src/index.js";

it("reports missing indexes, and indexes over the wrong fields", async () => {
  const { url, name, drop } = freshMongo();
  const client = new MongoClient(url);
  const store = await openMongoTraceStore({ client, databaseName: name });
  const mappings = client.db(name).collection("entity_mappings");
  await mappings.dropIndex("source_identifier");
  await mappings.dropIndex("target_identifier");
  await mappings.createIndex({ targetId: 1 }, { name: "target_identifier" }, {});

  const found = await store.inspect();
  expect(found).toMatchObject({
    product: "MongoDB",
    schema: { applied: ["create-collections", "index-by-identifier"], pending: [] },
  });
  expect(found.indexes.filter((it) => it.state !== "ready")).toEqual([
    { name: "source_identifier", of: "entity_mappings", state: "missing" },
    { name: "target_identifier", of: "entity_mappings", state: "unusable" },
  ]);

  await store.close();
  await client.close();
  await drop();
});

it("reports no size to a user who may not ask for it", async () => {
  const server = await StandInServer.start();
  const store = await openMongoTraceStore({ url: server.url("db") });
  server.faults = (command) =>
    command === "dbStats" ? { code: 13, message: "not authorized on db to execute command" } : undefined;
  expect(await store.inspect()).toMatchObject({ product: "MongoDB", sizeBytes: null });
  await store.close();
  await server.stop();
});
