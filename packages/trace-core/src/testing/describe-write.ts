import { describe, expect, it } from "vitest";

import { MAX_BATCH_RECORDS } from "../records/trace-batch.js";
import {
  at,
  batchOf,
  sampleEnd,
  sampleMapping,
  sampleMetric,
  samplePathExecution,
  sampleRun,
  sampleSession,
} from "./sample-records.js";
import {
  failure,
  NO_RECORDS,
  openedForEachTest,
  walk,
  type TraceStoreUnderTest,
} from "./store-under-test.js";

export function describeWrite(subject: TraceStoreUnderTest): void {
  describe("write", () => {
    const context = openedForEachTest(subject);

    it("does nothing for an empty batch", async () => {
      await context.store.write({});
      await context.store.write({ mappings: [] });
      expect(await context.store.countRecords()).toEqual(NO_RECORDS);
    });

    it("has the same effect twice as once", async () => {
      const { store } = context;
      const run = sampleRun(20);
      const batch = {
        ...batchOf(run),
        metrics: [sampleMetric(run.session.id)],
        sessionEnds: [sampleEnd(run.session.id)],
      };
      await store.write(batch);
      const before = await store.countRecords();
      const session = await store.getSession(run.session.id);
      await store.write(batch);
      expect(await store.countRecords()).toEqual(before);
      expect(await store.getSession(run.session.id)).toEqual(session);
      expect((await store.listOutcomes({ sessionId: run.session.id })).items).toEqual(run.outcomes);
    });

    it("merges equal keys within a batch", async () => {
      const { store } = context;
      await store.write({
        mappings: [
          sampleMapping({ firstSeenAt: at(3), lastSeenAt: at(3), observedAt: at(3) }),
          sampleMapping({ firstSeenAt: at(1), lastSeenAt: at(1), observedAt: at(1), confidence: 0.1 }),
        ],
      });
      expect(await store.getMappings([sampleMapping().id])).toEqual([
        sampleMapping({ firstSeenAt: at(1), lastSeenAt: at(3), observedAt: at(3) }),
      ]);
    });

    it("leaves immutable records alone when they are written again with other content", async () => {
      const { store } = context;
      const run = sampleRun(1);
      const metric = sampleMetric(run.session.id);
      await store.write({ ...batchOf(run), metrics: [metric] });
      await store.write({
        pathExecutions: [{ ...run.execution, status: "failure" }],
        provenance: run.provenance.map((it) => ({ ...it, confidence: 0.1, recordedAt: at(999) })),
        metrics: [{ ...metric, value: 2 }],
      });
      expect((await store.listPathExecutions({ sessionId: run.session.id })).items).toEqual(
        run.pathExecutions,
      );
      expect((await store.listProvenance({ sessionId: run.session.id })).items).toEqual(run.provenance);
      expect((await store.listMetrics({ sessionId: run.session.id })).items).toEqual([metric]);
    });

    it("accepts references to records in the batch and to committed records", async () => {
      const { store } = context;
      const run = sampleRun(2);
      await store.write({ sessionStarts: run.sessionStarts });
      await store.write({ pathExecutions: run.pathExecutions, mappings: run.mappings });
      await store.write({ provenance: run.provenance, outcomes: run.outcomes });
      expect(await store.countRecords()).toMatchObject({ provenance: 2, outcomes: 2 });
    });

    it("writes nothing of a batch with one invalid record among valid ones", async () => {
      const { store } = context;
      const run = sampleRun(5);
      const bad = { ...sampleMapping({ sourceId: "bad" }), confidence: 1.5 };
      const error = await failure(
        store.write({ ...batchOf(run), mappings: [...run.mappings, bad] }),
        "invalid-trace-record",
      );
      expect(error.details).toMatchObject({
        record: "EntityMapping",
        field: "confidence",
        index: 5,
        value: 1.5,
      });
      expect(await store.countRecords()).toEqual(NO_RECORDS);
    });

    it.each(["pathExecutions", "provenance", "outcomes", "metrics"] as const)(
      "writes nothing of a batch of only %s if one has an unknown reference",
      async (kind) => {
        const { store } = context;
        const [run, stranger] = [sampleRun(5), sampleRun(1, { prefix: "stranger" })];
        const { sessionStarts, pathExecutions, mappings } = run;
        await store.write({ sessionStarts, pathExecutions, mappings });
        const before = await store.countRecords();
        const good = {
          ...run,
          pathExecutions: mappings.map(() => samplePathExecution(run.session.id)),
          metrics: mappings.map(() => sampleMetric(run.session.id)),
        };
        const bad = { ...stranger, metrics: [sampleMetric(stranger.session.id)] };
        await failure(store.write({ [kind]: [...good[kind], ...bad[kind]] }), "unknown-reference");
        expect(await store.countRecords()).toEqual(before);
      },
    );

    it("writes nothing of a batch whose provenance is refused, not even the session end", async () => {
      const { store } = context;
      const run = sampleRun(3);
      await store.write({ sessionStarts: run.sessionStarts });
      const { pathExecutions: _missing, ...batch } = batchOf(run);
      await failure(store.write({ ...batch, sessionEnds: [sampleEnd(run.session.id)] }), "unknown-reference");
      expect(await store.countRecords()).toEqual({ ...NO_RECORDS, sessions: 1 });
      expect(await store.getSession(run.session.id)).toEqual(run.session);
    });

    it("writes nothing of a batch whose session end is refused", async () => {
      const { store } = context;
      const session = sampleSession();
      await store.write({ sessionStarts: [session], sessionEnds: [sampleEnd(session.id)] });
      await failure(
        store.write({
          mappings: [sampleMapping()],
          sessionEnds: [sampleEnd(session.id, { status: "failed" })],
        }),
        "session-already-ended",
      );
      expect(await store.countRecords()).toEqual({ ...NO_RECORDS, sessions: 1 });
    });

    it("accepts as many records in one batch as the bound allows", async () => {
      const { store } = context;
      const mappings = Array.from({ length: MAX_BATCH_RECORDS }, (_, i) =>
        sampleMapping({ sourceId: String(i) }),
      );
      await store.write({ mappings });
      expect((await store.countRecords()).mappings).toBe(MAX_BATCH_RECORDS);
    }, 120_000);

    it("refuses a batch over the bound, and writes nothing of it", async () => {
      const { store } = context;
      const metric = sampleMetric(sampleSession().id);
      const metrics = Array.from({ length: MAX_BATCH_RECORDS + 1 }, () => metric);
      await failure(store.write({ metrics }), "batch-too-large");
      expect(await store.countRecords()).toEqual(NO_RECORDS);
    });

    it("accepts late records of a session that has ended", async () => {
      const { store } = context;
      const run = sampleRun(1);
      await store.write({ sessionStarts: run.sessionStarts, sessionEnds: [sampleEnd(run.session.id)] });
      await store.write({ ...batchOf(run), sessionStarts: [] });
      expect(await walk((page) => store.listOutcomes({ ...page, sessionId: run.session.id }))).toHaveLength(
        1,
      );
    });
  });
}
