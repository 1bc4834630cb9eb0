import { describe, expect, it } from "vitest";

import { entityMappingId } from "../identity/entity-mapping-id.js";
import { KEY, newLogger, runningPath, TYPES } from "./logger-under-test.js";
import { at } from "./sample-records.js";
import { NO_RECORDS, openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

export function describeLoggedRecords(subject: TraceStoreUnderTest): void {
  describe("path executions, mappings, outcomes and metrics", () => {
    const context = openedForEachTest(subject);

    it("logs a path execution with its steps", async () => {
      const logger = newLogger(context);
      const { id: sessionId } = await logger.logMappingSessionStart(TYPES);
      const execution = await logger.logPathExecution({
        ...TYPES,
        sessionId,
        pathId: "path",
        status: "no_mapping_found",
        startedAt: at(100),
        endedAt: at(140),
        inputCount: 2,
        matchedCount: 0,
        steps: [
          {
            resource: "r",
            inputType: "GENE",
            outputType: "PROTEIN",
            inputCount: 2,
            outputCount: 0,
            durationMs: 40,
          },
        ],
      });
      expect(execution).toMatchObject({ durationMs: 40, batchIndex: 0, error: null });
      expect(execution.steps[0]).toMatchObject({ direction: "forward", attempts: 1, release: null });
      expect((await context.store.listPathExecutions({ sessionId })).items).toEqual([execution]);
    });

    it("logs mappings with their provenance, and takes defaults from it", async () => {
      const logger = newLogger(context);
      const { provenanceOf } = await runningPath(logger);
      const [written] = await logger.logEntityMappings([KEY], [provenanceOf(KEY, 0.8)]);
      const [mapping] = await context.store.getMappings([entityMappingId(KEY)]);
      const { items } = await context.store.listProvenance({ mappingId: entityMappingId(KEY) });
      expect(mapping).toEqual(written);
      expect(items).toHaveLength(1);
      expect(mapping).toMatchObject({
        ...KEY,
        confidence: 0.8,
        hopCount: 1,
        direction: "forward",
        mappingSource: ["table"],
        observedBy: items[0]?.id,
        observedAt: items[0]?.recordedAt,
      });
    });

    it("adds provenance to a known mapping, and writes the new mappings of the same call", async () => {
      const logger = newLogger(context);
      const first = await runningPath(logger);
      await logger.logEntityMappings([KEY], [first.provenanceOf(KEY)]);
      const second = await runningPath(logger);
      const other = { ...KEY, sourceId: "new" };
      await logger.logEntityMappings([KEY, other], [second.provenanceOf(KEY), second.provenanceOf(other)]);
      expect(await context.store.countRecords()).toMatchObject({ mappings: 2, provenance: 3 });
    });

    it("stores provenance once even if it is written twice", async () => {
      const logger = newLogger(context);
      const { provenanceOf } = await runningPath(logger);
      await logger.logEntityMappings([KEY], [provenanceOf(KEY)]);
      await logger.logEntityMappings([KEY], [provenanceOf(KEY)]);
      expect(await context.store.countRecords()).toMatchObject({ mappings: 1, provenance: 1 });
    });

    it("accepts empty lists", async () => {
      const logger = newLogger(context);
      expect(await logger.logEntityMappings([], [])).toEqual([]);
      expect(await logger.logIdentifierOutcomes([])).toEqual([]);
      expect(await logger.logExecutionMetrics([])).toEqual([]);
      expect(await context.store.countRecords()).toEqual(NO_RECORDS);
    });

    it("accepts ten thousand mappings in one call", async () => {
      const logger = newLogger(context);
      const { provenanceOf } = await runningPath(logger);
      const keys = Array.from({ length: 10_000 }, (_, i) => ({ ...KEY, sourceId: `g${String(i)}` }));
      const written = await logger.logEntityMappings(
        keys,
        keys.map((it) => provenanceOf(it)),
      );
      expect(written).toHaveLength(10_000);
      expect(await context.store.countRecords()).toMatchObject({ mappings: 10_000, provenance: 10_000 });
    });

    it("logs outcomes with their targets", async () => {
      const logger = newLogger(context);
      const { session, provenanceOf } = await runningPath(logger);
      const target = {
        mappingId: entityMappingId(KEY),
        targetId: "p",
        confidence: 0.9,
        hopCount: 1,
        pathId: "path",
        validationStatus: null,
      };
      const { outcomes } = await logger.logBatch({
        mappings: [KEY],
        provenance: [provenanceOf(KEY)],
        outcomes: [{ ...TYPES, sessionId: session.id, sourceId: "g", outcome: "mapped", targets: [target] }],
      });
      expect(outcomes[0]).toMatchObject({
        rawIds: ["g"],
        targetCount: 1,
        servedFrom: "live",
        answeredBy: session.id,
      });
      expect((await context.store.listOutcomes({ sessionId: session.id })).items).toEqual(outcomes);
    });

    it("logs its arguments as they were at the call, even if the caller changes them afterwards", async () => {
      const logger = newLogger(context);
      const { id: sessionId } = await logger.logMappingSessionStart(TYPES);
      const rawIds = ["g"];
      const first = logger.logExecutionMetric({ sessionId, name: "first", value: 1 });
      const second = logger.logIdentifierOutcomes([
        { ...TYPES, sessionId, sourceId: "g", outcome: "not_found", rawIds },
      ]);
      rawIds.push("\0");
      await Promise.all([first, second]);
      expect((await context.store.listOutcomes({ sessionId })).items).toMatchObject([{ rawIds: ["g"] }]);
    });

    it("sorts the raw ids of an outcome, and changes nothing when it is logged again", async () => {
      const logger = newLogger(context);
      const { id: sessionId } = await logger.logMappingSessionStart(TYPES);
      const [outcome] = await logger.logIdentifierOutcomes([
        {
          ...TYPES,
          sessionId,
          sourceId: "g",
          outcome: "not_found",
          rawIds: ["b", "\u{1F600}", "\uFFFD", "a"],
        },
      ]);
      expect(outcome?.rawIds).toEqual(["a", "b", "\uFFFD", "\u{1F600}"]);
      if (outcome !== undefined) await logger.logIdentifierOutcomes([outcome]);
      expect((await context.store.listOutcomes({ sessionId })).items).toEqual([outcome]);
    });

    it("logs metrics, one or many", async () => {
      const logger = newLogger(context);
      const { session, execution } = await runningPath(logger);
      const metric = await logger.logExecutionMetric({
        sessionId: session.id,
        pathExecutionId: execution.id,
        name: "rows",
        value: 5,
      });
      expect(metric).toMatchObject({ type: "custom", unit: null, value: 5 });
      await logger.logExecutionMetrics([{ sessionId: session.id, name: "note", value: "text" }]);
      expect((await context.store.listMetrics({ sessionId: session.id })).items).toHaveLength(2);
    });

    it("accepts late records of a session that has ended", async () => {
      const logger = newLogger(context);
      const { session } = await runningPath(logger);
      await logger.logMappingSessionEnd(session.id, "completed");
      await logger.logExecutionMetric({ sessionId: session.id, name: "late", value: 1 });
      expect(await context.store.countRecords()).toMatchObject({ metrics: 1 });
    });
  });
}
