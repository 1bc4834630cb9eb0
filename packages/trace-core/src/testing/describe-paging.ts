import { describe, expect, it } from "vitest";

import {
  at,
  batchOf,
  sampleMetric,
  samplePathExecution,
  sampleRun,
  sampleSession,
} from "./sample-records.js";
import { failure, openedForEachTest, walk, type TraceStoreUnderTest } from "./store-under-test.js";

export function describePaging(subject: TraceStoreUnderTest): void {
  describe("paging", () => {
    const context = openedForEachTest(subject);

    it.each([1, 7, 1_000])(
      "walks over every list in pages of %i, each record once and in order",
      async (limit) => {
        const { store } = context;
        const run = sampleRun(15);
        const sessionId = run.session.id;
        // Two at a time share their instant, so that the id has to decide.
        const executions = Array.from({ length: 15 }, (_, i) =>
          samplePathExecution(sessionId, { startedAt: at(Math.floor(i / 2)) }),
        );
        const metrics = Array.from({ length: 15 }, (_, i) =>
          sampleMetric(sessionId, { recordedAt: at(Math.floor(i / 2)) }),
        );
        const sessions = Array.from({ length: 14 }, (_, i) =>
          sampleSession({ startedAt: at(Math.floor(i / 2)) }),
        );
        await store.write({
          ...batchOf(run),
          sessionStarts: [run.session, ...sessions],
          pathExecutions: [run.execution, ...executions],
          metrics,
        });
        for (const [list, count] of [
          [store.listSessions.bind(store), 15],
          [(page: object) => store.listSessions({ ...page, status: "running" }), 15],
          [(page: object) => store.listPathExecutions({ ...page, sessionId }), 16],
          [(page: object) => store.listMetrics({ ...page, sessionId }), 15],
          [(page: object) => store.listOutcomes({ ...page, sessionId }), 15],
          [(page: object) => store.listProvenance({ ...page, sessionId }), 15],
        ] as const) {
          const whole: unknown[] = (await list({ limit: 1_000 })).items;
          expect(whole).toHaveLength(count);
          expect(await walk<unknown>(list, limit)).toEqual(whole);
        }
      },
    );

    it("gives a hundred by default, and no cursor on the page that is the last", async () => {
      const { store } = context;
      const run = sampleRun(100);
      await store.write(batchOf(run));
      const sessionId = run.session.id;
      expect(await store.listOutcomes({ sessionId })).toEqual({ items: run.outcomes });
      const { items, nextCursor } = await store.listOutcomes({ sessionId, limit: 99 });
      expect(items).toHaveLength(99);
      expect(
        await store.listOutcomes({ sessionId, limit: 99, ...(nextCursor && { cursor: nextCursor }) }),
      ).toEqual({
        items: run.outcomes.slice(99),
      });
    });

    it("sees every record that was there when the walk began once, whatever is written meanwhile", async () => {
      const { store } = context;
      const run = sampleRun(20);
      await store.write(batchOf(run));
      const sessionId = run.session.id;
      let later = 0;
      const seen = await walk(async (page) => {
        const result = await store.listOutcomes({ ...page, sessionId });
        const more = sampleRun(1, {
          session: run.session,
          prefix: later % 2 === 0 ? `a${String(later)}-` : `z${String(later)}-`,
        });
        later += 1;
        if (later < 12) await store.write(batchOf(more));
        return result;
      }, 3);
      const ids = seen.map((it) => it.sourceId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toEqual(expect.arrayContaining(run.outcomes.map((it) => it.sourceId)));
    });

    it.each([0, 1_001, 1.5, Number.NaN, -1])("refuses a page of %d", async (limit) => {
      await failure(context.store.listSessions({ limit }), "invalid-query");
    });

    it("refuses a cursor that is not one of the list", async () => {
      const { store } = context;
      await store.write({ sessionStarts: [sampleSession(), sampleSession()] });
      const { nextCursor = "" } = await store.listSessions({ limit: 1 });
      expect(nextCursor).not.toBe("");
      const { id: sessionId } = sampleSession();
      await failure(store.listMetrics({ sessionId, cursor: nextCursor }), "invalid-query");
      await failure(store.listSessions({ cursor: "garbage" }), "invalid-query");
      await failure(store.listSessions({ cursor: "" }), "invalid-query");
    });
  });
}
