import { describe, expect, it } from "vitest";

import {
  at,
  batchOf,
  sampleMapping,
  sampleMetric,
  sampleOutcome,
  samplePathExecution,
  sampleProvenance,
  sampleRun,
  sampleSession,
} from "./sample-records.js";
import { openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

export function describeRoundTrip(subject: TraceStoreUnderTest): void {
  describe("round trip", () => {
    const context = openedForEachTest(subject);

    it("returns every kind of record as it was written, with all fields set", async () => {
      const { store } = context;
      const session = sampleSession({
        sourceEndpoint: "here",
        targetEndpoint: "there",
        parameters: {
          "": 1,
          "a.b": { $x: [null, true, 1e21, 5e-324, 0.1, "\u{1F600}"] },
          "q'\"\\": "; DROP",
        },
        catalogFingerprint: "f",
        resources: [
          {
            name: "genes",
            release: "2024-10",
            contentHash: "0".repeat(64),
            title: 'Genes, "all" of them',
            homepage: "https://example.org/genes",
            license: "CC0-1.0",
            citation: "Doe J. Genes.\nJ. Genes 1 (2024) \u{1F9EC}",
          },
          {
            name: "service",
            release: null,
            contentHash: null,
            title: null,
            homepage: null,
            license: null,
            citation: null,
          },
        ],
        heartbeatAt: at(1),
        owner: { host: "host", processId: 7, processStartedAt: at(-5) },
        inputCount: 3,
        executorVersion: "1.2.3",
        tags: ["b", "a", ""],
      });
      const execution = samplePathExecution(session.id, {
        pathFingerprint: "pf",
        batchIndex: 4,
        status: "partial_success",
        durationMs: 9.123456789,
        inputCount: 2 ** 53 - 1,
        steps: [
          {
            resource: "table",
            map: "m",
            release: "2024-10",
            contentHash: "0".repeat(64),
            direction: "reverse",
            inputType: "GENE",
            outputType: "PROTEIN",
            inputCount: 2,
            outputCount: 1,
            durationMs: 0.1 + 0.2,
            attempts: 2,
            error: { code: "timed-out", message: "took too long" },
          },
        ],
        error: { code: "x", message: "" },
      });
      const plain = sampleMapping();
      const provenance = sampleProvenance(plain, execution, {
        confidence: 0.1 + 0.2,
        direction: "mixed",
        isDerived: true,
        executorVersion: "1",
      });
      const mapping = sampleMapping({
        observedBy: provenance.id,
        confidence: 0.95 * 0.95 * 0.7,
        hopCount: 3,
        direction: "mixed",
        mappingSource: ["a", "b"],
        isDerived: true,
        derivationPath: ["x", "y"],
        metadata: { note: "n", nested: { list: [1, 2.5] } },
        lastSeenAt: at(200),
      });
      const outcome = sampleOutcome(session.id, [mapping], {
        rawIds: [" g", "g"],
        isAmbiguous: true,
        matchedAs: "alias",
        sourceStatus: "replaced",
        losses: [
          {
            pathId: "p",
            step: 1,
            resource: "table",
            type: "X",
            identifier: "x",
            reason: "failed",
            detail: "why",
          },
        ],
        lossCount: 120,
        answerFingerprint: null,
      });
      const metric = sampleMetric(session.id, { pathExecutionId: execution.id, value: -1.5e-7, unit: "ms" });
      await store.write({
        sessionStarts: [session],
        pathExecutions: [execution],
        mappings: [mapping],
        provenance: [provenance],
        outcomes: [outcome],
        metrics: [metric],
      });
      expect(await store.getSession(session.id)).toEqual(session);
      expect(await store.listPathExecutions({ sessionId: session.id })).toEqual({ items: [execution] });
      expect(await store.getMappings([mapping.id])).toEqual([mapping]);
      expect(await store.listProvenance({ mappingId: mapping.id })).toEqual({ items: [provenance] });
      expect(await store.listOutcomes({ sessionId: session.id })).toEqual({ items: [outcome] });
      expect(await store.listMetrics({ sessionId: session.id })).toEqual({ items: [metric] });
    });

    it("returns every kind of record as it was written, with all nullable fields null", async () => {
      const { store } = context;
      const run = sampleRun(1);
      const metric = sampleMetric(run.session.id, { value: "a string, not a number: 1" });
      await store.write({ ...batchOf(run), metrics: [metric] });
      expect(await store.getSession(run.session.id)).toEqual(run.session);
      expect((await store.listPathExecutions({ sessionId: run.session.id })).items).toEqual(
        run.pathExecutions,
      );
      expect((await store.listProvenance({ sessionId: run.session.id })).items).toEqual(run.provenance);
      expect((await store.listOutcomes({ sessionId: run.session.id })).items).toEqual(run.outcomes);
      expect((await store.listMetrics({ sessionId: run.session.id })).items).toEqual([metric]);
    });

    it("keeps leading and trailing white space of names and texts", async () => {
      const { store } = context;
      const odd = " \t odd \n ";
      const session = sampleSession({
        sourceEndpoint: odd,
        targetEndpoint: odd,
        sourceType: odd,
        targetType: odd,
        executorVersion: odd,
        tags: [odd],
      });
      const execution = samplePathExecution(session.id, { pathId: odd, sourceType: odd, targetType: odd });
      const mapping = sampleMapping({ sourceType: odd, targetType: odd, mappingSource: [odd] });
      const provenance = sampleProvenance(mapping, execution, { executorVersion: odd });
      const outcome = sampleOutcome(session.id, [], {
        sourceType: odd,
        targetType: odd,
        matchedAs: odd,
        answerFingerprint: odd,
      });
      const metric = sampleMetric(session.id, { type: odd, name: odd, value: odd, unit: odd });
      await store.write({
        sessionStarts: [session],
        pathExecutions: [execution],
        mappings: [mapping],
        provenance: [provenance],
        outcomes: [outcome],
        metrics: [metric],
      });
      const { id: sessionId } = session;
      expect(await store.getSession(sessionId)).toEqual(session);
      expect((await store.listPathExecutions({ sessionId })).items).toEqual([execution]);
      expect(await store.getMappings([mapping.id])).toEqual([mapping]);
      expect((await store.listProvenance({ sessionId })).items).toEqual([provenance]);
      expect((await store.listOutcomes({ sessionId })).items).toEqual([outcome]);
      expect((await store.listMetrics({ sessionId })).items).toEqual([metric]);
    });

    it("keeps times from the year 1 to the year 9999, to the millisecond", async () => {
      const { store } = context;
      const early = sampleSession({ startedAt: new Date("0001-01-01T00:00:00.001Z") });
      const late = sampleSession({ startedAt: new Date("9999-12-31T23:59:59.999Z") });
      await store.write({ sessionStarts: [early, late] });
      expect(await store.getSession(early.id)).toEqual(early);
      expect((await store.listSessions()).items).toEqual([late, early]);
    });
  });
}
