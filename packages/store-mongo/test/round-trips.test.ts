import { StandInServer } from "@waymark/test-databases";
import type { TraceStore } from "@waymark/trace-core";
import {
  at,
  batchOf,
  sampleEnd,
  sampleRun,
  sampleSession,
  type SampleRun,
} from "@waymark/trace-core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openMongoTraceStore } from "../src/index.js";

const IDS = 1_000;
const DAY = 86_400_000;

describe("the commands that are sent", () => {
  let server: StandInServer;
  let store: TraceStore;
  let run: SampleRun;

  beforeAll(async () => {
    server = await StandInServer.start();
    store = await openMongoTraceStore({ url: server.url("trips") });
    run = sampleRun(IDS);
    await store.write({ ...batchOf(run), sessionEnds: [sampleEnd(run.session.id, { endedAt: at(DAY) })] });
  });

  afterAll(async () => {
    await store.close();
    await server.stop();
  });

  async function commandsOf(call: () => Promise<unknown>): Promise<string[]> {
    const commands: string[] = [];
    server.faults = (command) => {
      commands.push(command);
      return undefined;
    };
    await call();
    server.faults = () => undefined;
    return commands;
  }

  it("look up 1,000 ids, or a page of 1,000 records, in one round trip", async () => {
    const types = { sourceType: "GENE", targetType: "PROTEIN" };
    const sourceIds = run.mappings.map((it) => it.sourceId);
    const ids = run.mappings.map((it) => it.id);
    const { id: sessionId } = run.session;
    expect(await commandsOf(() => store.findMappings({ ...types, sourceIds }))).toEqual([
      "find",
      "commitTransaction",
    ]);
    expect(await commandsOf(() => store.getMappings(ids))).toEqual(["find", "commitTransaction"]);
    expect(await commandsOf(() => store.listOutcomes({ sessionId, limit: 1_000 }))).toEqual([
      "find",
      "commitTransaction",
    ]);
    const asked = { ...types, sourceIds, answerFingerprints: ["fingerprint"], since: new Date(0) };
    expect(await commandsOf(() => store.findAnswers(asked))).toEqual([
      "aggregate", // The latest outcomes.
      "find", // These outcomes, their mappings and their provenance.
      "find",
      "find",
      "commitTransaction",
    ]);
  });

  it("count what pruning would remove without asking for every mapping", async () => {
    const commands = await commandsOf(() => store.prune({ olderThan: at(5 * DAY), dryRun: true }));
    expect(commands.length).toBeLessThan(20);
  });

  it("end any number of sessions in one update", async () => {
    const sessions = Array.from({ length: 50 }, () => sampleSession());
    await store.write({ sessionStarts: sessions });
    const sessionEnds = sessions.map((it) => sampleEnd(it.id));
    expect(await commandsOf(() => store.write({ sessionEnds }))).toEqual([
      "find",
      "update",
      "commitTransaction",
    ]);
  });

  it("remove a session without looking for its records over and over", async () => {
    const large = sampleRun(5_000, { prefix: "large" });
    await store.write(batchOf(large));
    const commands = await commandsOf(() => store.deleteSession(large.session.id));
    const finds = commands.filter((it) => it === "find").length;
    // The session, its four kinds of records, and for each 1,000 mappings what other provenance they have.
    expect(finds).toBe(1 + 4 + 5);
  });

  it("mark any number of sessions as abandoned in one update", async () => {
    await store.write({ sessionStarts: Array.from({ length: 50 }, () => sampleSession()) });
    expect(
      await commandsOf(() => store.abandonStale({ staleAfterMs: 0, isOwnerAlive: () => false })),
    ).toEqual(["find", "update", "commitTransaction"]);
  });
});
