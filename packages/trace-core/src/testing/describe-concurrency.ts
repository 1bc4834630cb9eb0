import { describe, expect, it } from "vitest";

import type { TraceBatch } from "../records/trace-batch.js";
import {
  batchOf,
  sampleMapping,
  sampleMetric,
  samplePathExecution,
  sampleRun,
  sampleSession,
} from "./sample-records.js";
import { openedForEachTest, walk, type TraceStoreUnderTest } from "./store-under-test.js";

export function describeConcurrency(subject: TraceStoreUnderTest): void {
  describe("concurrency", () => {
    const context = openedForEachTest(subject);

    it("loses no provenance when the same mappings are written concurrently, in any order", async () => {
      const { store } = context;
      const other = (await context.second()) ?? store;
      const runs = Array.from({ length: 12 }, () => sampleRun(200));
      await Promise.all(
        runs.map((run, i) => {
          const batch = batchOf(run);
          return (i % 2 === 0 ? store : other).write({
            ...batch,
            mappings: [...(batch.mappings ?? [])].reverse(),
          });
        }),
      );
      expect(await store.countRecords()).toEqual({
        sessions: 12,
        pathExecutions: 12,
        mappings: 200,
        provenance: 2_400,
        outcomes: 2_400,
        metrics: 0,
      });
    });

    it("commits a later batch after the earlier one, whichever takes longer", async ({ skip }) => {
      const { store } = context;
      if (store.writeAfter === undefined) {
        skip("the store writes one batch at a time");
        return;
      }
      const [earlier, later] = [sampleRun(5, { prefix: "e" }), sampleRun(5, { prefix: "l" })];
      const first = deferred();
      const second = store.writeAfter(batchOf(later), first.promise);
      for (let i = 0; i < 5; i++) await store.write({ sessionStarts: sampleRun(1).sessionStarts });
      expect(await store.getSession(later.session.id)).toBeUndefined();
      await store.write(batchOf(earlier));
      first.resolve();
      await second;
      expect((await store.countRecords()).mappings).toBe(10);
    });

    it("commits a later batch that refers to the earlier one, or conflicts with it", async ({ skip }) => {
      const { store } = context;
      if (store.writeAfter === undefined) {
        skip("the store writes one batch at a time");
        return;
      }
      const run = sampleRun(200);
      const { sessionStarts = [], ...rest } = batchOf(run);
      const first = deferred();
      const referring = store.writeAfter(rest, first.promise);
      const same = store.writeAfter(batchOf(run), first.promise);
      await store.write({ sessionStarts });
      await store.write(batchOf(run)).then(first.resolve);
      await Promise.all([referring, same]);
      expect(await store.countRecords()).toMatchObject({ sessions: 1, mappings: 200, provenance: 200 });
    });

    it("commits a later batch even if the earlier one failed", async ({ skip }) => {
      const { store } = context;
      if (store.writeAfter === undefined) {
        skip("the store writes one batch at a time");
        return;
      }
      const failed = Promise.reject(new Error("the earlier one failed"));
      await store.writeAfter(batchOf(sampleRun(2)), failed);
      expect((await store.countRecords()).mappings).toBe(2);
    });

    it("never shows a reader part of a batch", async () => {
      const { store } = context;
      const other = (await context.second()) ?? store;
      const runs = Array.from({ length: 10 }, (_, i) => sampleRun(50, { prefix: `r${String(i)}-` }));
      const state = { isWriting: true };
      const writing = (async () => {
        for (const run of runs) await store.write(batchOf(run));
        state.isWriting = false;
      })();
      while (state.isWriting) {
        const counts = await other.countRecords();
        expect(counts.mappings).toBe(counts.sessions * 50);
        expect(counts.provenance).toBe(counts.mappings);
        expect(counts.outcomes).toBe(counts.mappings);
      }
      await writing;
      expect((await other.countRecords()).mappings).toBe(500);
    });

    it.each(["sessions", "pathExecutions", "mappings", "metrics"] as const)(
      "never shows a reader part of a batch of only %s",
      async (kind) => {
        const { store } = context;
        const other = (await context.second()) ?? store;
        const session = sampleSession();
        await store.write({ sessionStarts: [session] });
        const { [kind]: before } = await store.countRecords();
        const state = { isWriting: true };
        const writing = (async () => {
          for (let i = 0; i < 5; i++) await store.write(fiftyOf(kind, session.id, String(i)));
          state.isWriting = false;
        })();
        while (state.isWriting) {
          const { [kind]: count } = await other.countRecords();
          expect((count - before) % 50).toBe(0);
        }
        await writing;
        expect((await other.countRecords())[kind]).toBe(before + 250);
      },
    );

    it("shows another handle what was committed before", async () => {
      const { store } = context;
      const other = await context.second();
      const run = sampleRun(3);
      await store.write(batchOf(run));
      const reader = other ?? store;
      expect(await reader.getSession(run.session.id)).toEqual(run.session);
      expect(
        await walk((page) => reader.listProvenance({ ...page, sessionId: run.session.id })),
      ).toHaveLength(3);
    });

    it("writes exactly one of two contradictory batches, completely", async () => {
      const { store } = context;
      const other = (await context.second()) ?? store;
      const runs = [sampleRun(20, { prefix: "a" }), sampleRun(20, { prefix: "b" })] as const;
      const session = runs[0].session;
      await store.write({ sessionStarts: [session] });
      const end = (status: "completed" | "failed", prefix: string) => {
        const run = sampleRun(20, { prefix, session });
        return {
          ...batchOf(run),
          sessionEnds: [
            {
              sessionId: session.id,
              status,
              endedAt: session.startedAt,
              inputCount: null,
              resultCount: null,
              error: null,
            },
          ],
        };
      };
      const results = await Promise.allSettled([
        store.write(end("completed", "c")),
        other.write(end("failed", "f")),
      ]);
      const won = results.findIndex((it) => it.status === "fulfilled");
      expect(results.filter((it) => it.status === "fulfilled")).toHaveLength(1);
      const outcomes = await walk((page) => store.listOutcomes({ ...page, sessionId: session.id }));
      expect(outcomes).toHaveLength(20);
      expect(outcomes.every((it) => it.sourceId.startsWith(won === 0 ? "c" : "f"))).toBe(true);
    });
  });
}

function fiftyOf(
  kind: "sessions" | "pathExecutions" | "mappings" | "metrics",
  sessionId: string,
  prefix: string,
): TraceBatch {
  const each = <T>(make: (i: number) => T): T[] => Array.from({ length: 50 }, (_, i) => make(i));
  switch (kind) {
    case "sessions":
      return { sessionStarts: each(() => sampleSession()) };
    case "pathExecutions":
      return { pathExecutions: each(() => samplePathExecution(sessionId)) };
    case "mappings":
      return { mappings: each((i) => sampleMapping({ sourceId: `${prefix}-${String(i)}` })) };
    case "metrics":
      return { metrics: each(() => sampleMetric(sessionId)) };
  }
}

/** A promise with its resolve function. */
function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
