import { freshMongo, type FreshMongo } from "@waymark/test-databases";
import type { Page, PageRequest, TraceStore } from "@waymark/trace-core";
import {
  batchOf,
  sampleMetric,
  samplePathExecution,
  sampleRun,
  sampleSession,
} from "@waymark/trace-core/testing";
import { MongoClient, type Document } from "mongodb";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";

import { openMongoTraceStore } from "../src/index.js";

const RECORDS = 100_000;
const BATCH = 10_000;

if (inject("isStandIn")) {
  process.stdout.write("skipped: how MongoDB uses its indexes, since the stand-in plans no queries\n");
}

describe.skipIf(inject("isStandIn"))("look-ups over 100,000 documents", () => {
  let database: FreshMongo;
  let client: MongoClient;
  let store: TraceStore;
  let sessionId: string;
  let mappingId: string;
  let pathExecutionId: string;

  beforeAll(async () => {
    database = freshMongo();
    client = new MongoClient(database.url, { monitorCommands: true });
    store = await openMongoTraceStore({ client, databaseName: database.name });
    for (let start = 0; start < RECORDS; start += BATCH) {
      const run = sampleRun(BATCH, { prefix: `b${String(start)}-` });
      await store.write(batchOf(run));
      await store.write({
        sessionStarts: Array.from({ length: BATCH }, () => sampleSession()),
        pathExecutions: Array.from({ length: BATCH }, () => samplePathExecution(run.session.id)),
        metrics: Array.from({ length: BATCH }, () => sampleMetric(run.session.id)),
      });
      sessionId = run.session.id;
      mappingId = run.mappings[0]?.id ?? "";
      pathExecutionId = run.execution.id;
    }
  }, 600_000);

  afterAll(async () => {
    await store.close();
    await client.close();
    await database.drop();
  });

  const types = { sourceType: "GENE", targetType: "PROTEIN" };
  const ids = ["b0-000001", "b10000-000002", "nobody"];

  it.each<[string, (store: TraceStore) => Promise<unknown>]>([
    ["getSession", (it) => it.getSession(sessionId)],
    ["listSessions", (it) => it.listSessions({ limit: 10 })],
    ["listSessions of a status", (it) => it.listSessions({ limit: 10, status: "failed" })],
    ["listPathExecutions", (it) => it.listPathExecutions({ sessionId, limit: 10 })],
    ["listMetrics", (it) => it.listMetrics({ sessionId, limit: 10 })],
    ["listOutcomes", (it) => it.listOutcomes({ sessionId, limit: 10 })],
    ["listOutcomes of some ids", (it) => it.listOutcomes({ sessionId, limit: 10, sourceIds: ids })],
    ["listOutcomes from an id on", (it) => it.listOutcomes({ sessionId, limit: 10, fromSourceId: "b0-01" })],
    ["listOutcomes of an identifier", (it) => it.listOutcomes({ sourceId: "b0-000001", limit: 10 })],
    ["a later page of listOutcomes", (it) => later((page) => it.listOutcomes({ sessionId, ...page }))],
    ["a later page of listMetrics", (it) => later((page) => it.listMetrics({ sessionId, ...page }))],
    ["a later page of listSessions", (it) => later((page) => it.listSessions(page))],
    ["a later page of listMappings", (it) => later((page) => it.listMappings(page))],
    ["listMappings", (it) => it.listMappings({ limit: 10 })],
    ["listMappings of a source", (it) => it.listMappings({ sourceId: "b0-000001", limit: 10 })],
    ["listMappings of a target", (it) => it.listMappings({ targetId: "p-b0-000001", limit: 10 })],
    ["listProvenance of mappings", (it) => it.listProvenance({ mappingIds: [mappingId], limit: 10 })],
    ["listProvenance of a mapping", (it) => it.listProvenance({ mappingId, limit: 10 })],
    ["listProvenance of a session", (it) => it.listProvenance({ sessionId, limit: 10 })],
    ["listProvenance of a path execution", (it) => it.listProvenance({ pathExecutionId, limit: 10 })],
    ["getMappings", (it) => it.getMappings([mappingId])],
    ["findMappings", (it) => it.findMappings({ ...types, sourceIds: ids })],
    ["findReverse", (it) => it.findReverse({ ...types, targetIds: ids.map((id) => `p-${id}`) })],
    [
      "findAnswers",
      (it) =>
        it.findAnswers({ ...types, sourceIds: ids, answerFingerprints: ["fingerprint"], since: new Date(0) }),
    ],
  ])("%s scans no collection", async (_name, lookUp) => {
    const commands: Document[] = [];
    const note = ({ command }: { command: Document }): void => {
      if (command.find !== undefined || command.aggregate !== undefined) commands.push(command);
    };
    client.on("commandStarted", note);
    await lookUp(store);
    client.off("commandStarted", note);
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands.map(withoutSession)) {
      const plan = await client.db(database.name).command({ explain: command, verbosity: "executionStats" });
      expect(JSON.stringify(plan)).not.toContain("COLLSCAN");
      const { totalKeysExamined, nReturned } = statsOf(plan);
      expect(totalKeysExamined).toBeLessThanOrEqual(4 * nReturned + 20);
    }
  });
});

/** Walks so far that reading from the beginning would be noticed. */
async function later(list: (page: PageRequest) => Promise<Page<unknown>>): Promise<void> {
  let cursor: string | undefined;
  for (let i = 0; i < 8; i++)
    ({ nextCursor: cursor } = await list({ limit: 500, ...(cursor && { cursor }) }));
}

/** The command without its session and transaction, which cannot be explained. */
function withoutSession(command: Document): Document {
  const ofSession = new Set(["lsid", "txnNumber", "autocommit", "startTransaction", "readConcern"]);
  return Object.fromEntries(
    Object.entries(command).filter(([key]) => !ofSession.has(key) && !key.startsWith("$")),
  );
}

/** The execution statistics of a plan; those of an aggregation are in its first stage. */
function statsOf(plan: Document): { totalKeysExamined: number; nReturned: number } {
  const stages = plan.stages as Document[] | undefined;
  const { executionStats } = (stages?.[0]?.$cursor ?? plan) as {
    executionStats: { totalKeysExamined: number; nReturned: number };
  };
  return executionStats;
}
