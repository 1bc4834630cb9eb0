import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openMongoTraceStore } from "@waymark/store-mongo";
import { openSqlTraceStore } from "@waymark/store-sql";
import { freshMongo, freshPostgres } from "@waymark/test-databases";
import type { TraceStore } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";

import { EXPORT_FORMATS, importTrace, jsonLinesFormat, TraceCutShortError } from "../src/index.js";
import { runExecutor } from "./support/executor-run.js";
import { batchOf, hostileTrace, sampleTrace, textOf } from "./support/sample-trace.js";

const PREFIXES = {
  GENE: { prefix: "G", uri: "https://example.org/gene/" },
  PROTEIN: { prefix: "P", uri: "https://example.org/protein/" },
};
const undo: (() => Promise<unknown>)[] = [];
const stores = new Map<string, TraceStore>();

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "waymark-export-"));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  const postgres = await freshPostgres();
  const mongo = freshMongo();
  undo.push(postgres.drop, mongo.drop);
  stores.set("in memory", new InMemoryTraceStore());
  stores.set("SQLite", await openSqlTraceStore({ url: `sqlite:${join(folder, "trace.db")}` }));
  stores.set("PostgreSQL", await openSqlTraceStore({ url: postgres.url }));
  stores.set("MongoDB", await openMongoTraceStore({ url: mongo.url }));
  for (const store of stores.values()) undo.push(() => store.close());
});
afterAll(async () => {
  for (const it of undo.reverse()) await it();
});

it("moves a trace from store to store, each of which every format exports as the same bytes", async () => {
  const origin = new InMemoryTraceStore();
  await runExecutor(origin);
  await runExecutor(origin, ["TP53", "p53", "MLH1"]);
  const owner = { host: "elsewhere", processId: 7, processStartedAt: new Date("2026-01-01T00:00:00.000Z") };
  const heartbeatAt = new Date("2026-01-01T00:00:09.876Z");
  const answers = [
    ["a", ["x", "y"]],
    ["b", []],
  ] as const;
  for (const status of ["running", "failed"] as const)
    await origin.write(batchOf(sampleTrace({ answers, status, session: { owner, heartbeatAt } })));
  for (const [trace] of fc.sample(fc.tuple(hostileTrace), { numRuns: 10, seed: 7 }))
    await origin.write(batchOf(trace));
  const text = await textOf(jsonLinesFormat.write(origin));

  let from: TraceStore = origin;
  for (const [name, store] of stores) {
    await importTrace(store, jsonLinesFormat.write(from));
    expect([name, await textOf(jsonLinesFormat.write(store))]).toEqual([name, text]);
    for (const format of EXPORT_FORMATS) {
      const options = format.name === "sssom" ? { prefixes: PREFIXES } : {};
      const written = await textOf(format.write(store, {}, options));
      expect([name, format.name, written]).toEqual([
        name,
        format.name,
        await textOf(format.write(origin, {}, options)),
      ]);
    }
    from = store;
  }

  // Importing again changes nothing: no record is counted twice.
  for (const [name, store] of stores) {
    const before = await store.countRecords();
    await importTrace(store, [text], { batchSize: 7 });
    expect([name, await store.countRecords()]).toEqual([name, before]);
    expect([name, await textOf(jsonLinesFormat.write(store))]).toEqual([name, text]);
  }
}, 180_000);

it("completes on every store what the import of an incomplete file began", async () => {
  const origin = new InMemoryTraceStore();
  const trace = sampleTrace({
    answers: Array.from({ length: 30 }, (_, i) => [`cut${String(i)}`, [`t${String(i)}`]] as const),
  });
  await origin.write(batchOf(trace));
  const selection = { sessionIds: [trace.session.id] };
  const text = await textOf(jsonLinesFormat.write(origin, selection));
  for (const [name, store] of stores) {
    const importing = importTrace(store, [text.slice(0, text.length / 2)], { batchSize: 10 });
    await expect(importing).rejects.toBeInstanceOf(TraceCutShortError);
    expect([name, (await store.getSession(trace.session.id))?.status]).toEqual([name, "running"]);
    await importTrace(store, [text]);
    expect([name, await textOf(jsonLinesFormat.write(store, selection))]).toEqual([name, text]);
  }
});
