import { isWaymarkError, type TraceStore } from "@waymark/trace-core";
import { at, sampleEnd, sampleSession } from "@waymark/trace-core/testing";
import { describe, expect, it } from "vitest";

import { openMongoTraceStore } from "../src/index.js";
import { batchInTheMiddle, failing, faultyServer } from "./support/faulty-server.js";

// Tests how the adapter handles these faults, not how MongoDB does.
describe("a commit whose answer is lost", () => {
  const context = faultyServer();

  it.each<[string, (it: TraceStore, id: string) => Promise<unknown>, object | true]>([
    ["reopens", (it, id) => it.reopenSession(id, "cancelled"), { status: "running" }],
    ["deletes", (it, id) => it.deleteSession(id), true],
    ["prunes", (it) => it.prune({ olderThan: at(1_000_000) }), { sessions: 1, provenance: 3 }],
  ])("%s a session once when the answers to its commit are lost", async (_name, call, expected) => {
    const { sessionId, whole } = await batchInTheMiddle(context.store);
    await context.store.write({ ...whole, sessionEnds: [{ ...sampleEnd(sessionId), status: "cancelled" }] });
    // The driver repeats a commit once by itself.
    context.server.faults = failing("commitTransaction", [
      "cut-after",
      "cut-after",
      "cut-before",
      "cut-before",
    ]);
    const result: unknown = await call(context.store, sessionId);
    if (typeof expected === "object") expect(result).toMatchObject(expected);
    else expect(result).toBe(expected);
  });

  it("returns the sessions that it abandoned when the answers to its commit are lost", async () => {
    const session = sampleSession();
    await context.store.write({ sessionStarts: [session] });
    context.server.faults = failing("commitTransaction", ["cut-after", "cut-after"]);
    const abandoned = await context.store.abandonStale({ isOwnerAlive: () => false, staleAfterMs: 0 });
    expect(abandoned.map((it) => it.id)).toEqual([session.id]);
  });

  it("fails with an unknown outcome when the answer to its commit is lost and no server answers afterwards", async () => {
    const { whole } = await batchInTheMiddle(context.store);
    const away = await openMongoTraceStore({ url: context.server.url("faults"), connectTimeoutMs: 200 });
    context.server.faults = (command) => {
      if (command !== "commitTransaction") return undefined;
      void context.server.stop();
      return "cut-after";
    };
    const error: unknown = await away.write(whole).catch((it: unknown) => it);
    if (!isWaymarkError(error, "cache-transaction")) throw error;
    expect(error.details).toMatchObject({ commit: "unknown" });
    await away.close();
  });

  it("fails with an unknown outcome when the answer to its commit is always lost", async () => {
    const { whole } = await batchInTheMiddle(context.store);
    const impatient = await openMongoTraceStore({ url: context.server.url("faults"), maxAttempts: 2 });
    context.server.faults = (command) => (command === "commitTransaction" ? "cut-after" : undefined);
    const error: unknown = await impatient.write(whole).catch((it: unknown) => it);
    context.server.faults = () => undefined;
    await impatient.close();
    if (!isWaymarkError(error, "cache-transaction")) throw error;
    expect(error.details).toMatchObject({ commit: "unknown" });
    await context.store.write(whole);
    expect(await context.reader.countRecords()).toMatchObject({ mappings: 3, provenance: 3, metrics: 1 });
  });
});
