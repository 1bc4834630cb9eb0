import { describe, expect, it } from "vitest";

import type { TraceStore } from "../trace-store.js";
import { at, batchOf, sampleMetric, sampleRun } from "./sample-records.js";
import { failure, NO_RECORDS, openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

const TYPES = { sourceType: "GENE", targetType: "PROTEIN" };

/** A call of every member. */
const CALLS: Record<
  Exclude<keyof TraceStore, "close" | "writeAfter" | "retries">,
  (store: TraceStore) => Promise<unknown>
> = {
  write: (store) => store.write({}),
  getSession: (store) => store.getSession("id"),
  listSessions: (store) => store.listSessions(),
  listPathExecutions: (store) => store.listPathExecutions({ sessionId: "id" }),
  listMappings: (store) => store.listMappings(),
  listMetrics: (store) => store.listMetrics({ sessionId: "id" }),
  listOutcomes: (store) => store.listOutcomes({ sessionId: "id" }),
  listProvenance: (store) => store.listProvenance({ sessionId: "id" }),
  getMappings: (store) => store.getMappings([]),
  findMappings: (store) => store.findMappings({ ...TYPES, sourceIds: [] }),
  findReverse: (store) => store.findReverse({ ...TYPES, targetIds: [] }),
  findAnswers: (store) =>
    store.findAnswers({ ...TYPES, sourceIds: [], answerFingerprints: [], since: at(0) }),
  pathPerformance: (store) => store.pathPerformance(),
  countRecords: (store) => store.countRecords(),
  inspect: (store) => store.inspect(),
  heartbeat: (store) => store.heartbeat("id"),
  abandonStale: (store) => store.abandonStale(),
  reopenSession: (store) => store.reopenSession("id", "abandoned"),
  deleteSession: (store) => store.deleteSession("id"),
  prune: (store) => store.prune({ olderThan: at(0) }),
};

export function describeClose(subject: TraceStoreUnderTest): void {
  describe("close", () => {
    const context = openedForEachTest(subject);

    it("may be called again, even concurrently", async () => {
      const { store } = context;
      await Promise.all([store.close(), store.close()]);
      await store.close();
    });

    it("waits for calls in progress", async () => {
      const { store } = context;
      const writing = store.write(batchOf(sampleRun(500)));
      await store.close();
      await writing;
    });

    it("waits for a deletion, even of a session larger than one transaction", async () => {
      const { store } = context;
      const run = sampleRun(7_000);
      await store.write(batchOf(run));
      const deleting = store.deleteSession(run.session.id);
      await store.close();
      expect(await deleting).toBe(true);
    });

    it("waits for a writeAfter that is retried after the earlier write", async ({ skip }) => {
      const { store } = context;
      if (store.writeAfter === undefined) {
        skip("the store writes one batch at a time");
        return;
      }
      let settle: () => void = () => undefined;
      const earlier = new Promise<void>((resolve) => (settle = resolve));
      // The reference is unknown, but the earlier write could still add the session, so the store must try again.
      const writing = store.writeAfter({ metrics: [sampleMetric(sampleRun(0).session.id)] }, earlier);
      const closing = store.close();
      settle();
      await Promise.all([closing, failure(writing, "unknown-reference")]);
    });

    it.each(Object.entries(CALLS))("makes %s throw store-closed", async (_member, call) => {
      const { store } = context;
      await store.close();
      await failure(call(store), "store-closed");
    });

    it("makes writeAfter throw store-closed and write nothing", async ({ skip }) => {
      const { store } = context;
      if (store.writeAfter === undefined) {
        skip("the store writes one batch at a time");
        return;
      }
      const other = await context.second();
      await store.close();
      await failure(store.writeAfter(batchOf(sampleRun(1)), Promise.resolve()), "store-closed");
      expect((await other?.countRecords()) ?? NO_RECORDS).toEqual(NO_RECORDS);
    });

    it("leaves other handles open and written records in place", async ({ skip }) => {
      const { store } = context;
      const run = sampleRun(1);
      await store.write(batchOf(run));
      const other = await context.second();
      if (other === undefined) {
        process.stdout.write(`skipped: ${subject.name} has no second handle on the same data\n`);
        skip();
      }
      await store.close();
      expect(await other?.getSession(run.session.id)).toEqual(run.session);
    });
  });
}
