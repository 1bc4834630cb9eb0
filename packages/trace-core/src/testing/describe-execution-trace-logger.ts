import { describe, expect, it } from "vitest";

import { ExecutionTraceLogger, type ExecutionTraceLoggerOptions } from "../execution-trace-logger.js";
import { entityMappingId } from "../identity/entity-mapping-id.js";
import { uuidV7 } from "../identity/id-source.js";
import type { EntityMappingInput, EntityMappingProvenanceInput } from "../logger/record-inputs.js";
import type { EntityMappingKey } from "../records/entity-mapping.js";
import { at } from "./sample-records.js";
import { failure, NO_RECORDS, openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

const OWNER = { host: "host", processId: 7, processStartedAt: at(-1) };
const TYPES = { sourceType: "GENE", targetType: "PROTEIN" };
const KEY: EntityMappingKey = { ...TYPES, sourceId: "g", targetId: "p" };

/** Runs the logger's promises on a store, with vitest: what holds in memory has to hold on a database. */
export function describeExecutionTraceLogger(subject: TraceStoreUnderTest): void {
  describe(`ExecutionTraceLogger on ${subject.name}`, () => {
    const context = openedForEachTest(subject);

    /** A logger whose clock goes on by a millisecond a look. */
    function newLogger(options: ExecutionTraceLoggerOptions = {}): ExecutionTraceLogger {
      let now = 0;
      return new ExecutionTraceLogger(context.store, {
        clock: () => at(now++),
        owner: OWNER,
        executorVersion: "1.0.0",
        ...options,
      });
    }

    async function runningPath(logger: ExecutionTraceLogger) {
      const session = await logger.logMappingSessionStart(TYPES);
      const execution = await logger.logPathExecution({
        ...TYPES,
        sessionId: session.id,
        pathId: "path",
        status: "success",
        inputCount: 1,
        matchedCount: 1,
      });
      const provenanceOf = (key: EntityMappingKey, confidence = 0.9): EntityMappingProvenanceInput => ({
        mappingId: entityMappingId(key),
        sessionId: session.id,
        pathExecutionId: execution.id,
        pathId: "path",
        confidence,
        hops: [{ type: key.targetType, identifier: key.targetId, resource: "table", confidence }],
      });
      return { session, execution, provenanceOf };
    }

    describe("sessions", () => {
      it("writes nothing when it is made", async () => {
        newLogger();
        expect(await context.store.countRecords()).toEqual(NO_RECORDS);
      });

      it("starts a session with a complete record, committed and returned", async () => {
        const session = await newLogger().logMappingSessionStart({
          ...TYPES,
          tags: ["nightly"],
          inputCount: 3,
        });
        expect(session).toEqual({
          id: session.id,
          sourceEndpoint: null,
          targetEndpoint: null,
          ...TYPES,
          parameters: {},
          catalogFingerprint: null,
          status: "running",
          startedAt: at(0),
          endedAt: null,
          heartbeatAt: at(0),
          owner: OWNER,
          inputCount: 3,
          resultCount: null,
          executorVersion: "1.0.0",
          error: null,
          tags: ["nightly"],
        });
        expect(await context.store.getSession(session.id)).toEqual(session);
      });

      it("returns a session that exists already as it is", async () => {
        const logger = newLogger();
        const { id } = await logger.logMappingSessionStart(TYPES);
        const ended = await logger.logMappingSessionEnd(id, "completed");
        expect(await logger.logMappingSessionStart({ ...TYPES, id })).toEqual(ended);
      });

      it("ends the session that is named, and no other", async () => {
        const logger = newLogger();
        const [one, other] = [
          await logger.logMappingSessionStart(TYPES),
          await logger.logMappingSessionStart(TYPES),
        ];
        const ended = await logger.logMappingSessionEnd(
          one.id,
          "partial",
          {},
          {
            resultCount: 2,
            inputCount: 5,
            error: { code: "c", message: "m" },
          },
        );
        expect(ended).toMatchObject({
          status: "partial",
          resultCount: 2,
          inputCount: 5,
          error: { code: "c" },
        });
        expect(ended.endedAt).not.toBeNull();
        expect(await context.store.getSession(one.id)).toEqual(ended);
        expect(await context.store.getSession(other.id)).toEqual(other);
      });

      it("writes metrics beside a session's own fields, never over them", async () => {
        const logger = newLogger();
        const { id } = await logger.logMappingSessionStart(TYPES);
        const ended = await logger.logMappingSessionEnd(id, "completed", {
          status: "hacked",
          resultCount: 99,
          ms: 1.5,
        });
        expect(ended).toMatchObject({ status: "completed", resultCount: null });
        const { items } = await context.store.listMetrics({ sessionId: id });
        expect(Object.fromEntries(items.map((it) => [it.name, it.value]))).toEqual({
          status: "hacked",
          resultCount: 99,
          ms: 1.5,
        });
        expect(items.every((it) => it.type === "session")).toBe(true);
      });

      it("takes a list of metrics with units, too", async () => {
        const logger = newLogger();
        const { id } = await logger.logMappingSessionStart(TYPES);
        await logger.logMappingSessionEnd(id, "completed", [
          { name: "duration", value: 12, unit: "ms", type: "timing" },
        ]);
        const { items } = await context.store.listMetrics({ sessionId: id });
        expect(items).toMatchObject([{ name: "duration", value: 12, unit: "ms", type: "timing" }]);
      });

      it("changes nothing when a session ends twice alike, and writes no metric twice", async () => {
        const logger = newLogger();
        const { id } = await logger.logMappingSessionStart(TYPES);
        const ended = await logger.logMappingSessionEnd(id, "completed", { ms: 1 });
        expect(await logger.logMappingSessionEnd(id, "completed", { ms: 2 })).toEqual(ended);
        expect(await context.store.countRecords()).toMatchObject({ metrics: 1 });
      });

      it("refuses to end an unknown session, or one that ended otherwise", async () => {
        const logger = newLogger();
        await failure(logger.logMappingSessionEnd(uuidV7(), "completed"), "session-not-found");
        const { id } = await logger.logMappingSessionStart(TYPES);
        await logger.logMappingSessionEnd(id, "failed");
        await failure(logger.logMappingSessionEnd(id, "completed", { ms: 1 }), "session-already-ended");
        expect(await context.store.countRecords()).toMatchObject({ metrics: 0 });
      });

      it("reopens a cancelled session as its own", async () => {
        const logger = newLogger();
        const { id } = await logger.logMappingSessionStart({ ...TYPES, owner: null });
        await logger.logMappingSessionEnd(id, "cancelled");
        expect(await logger.reopenSession(id, "cancelled")).toMatchObject({
          status: "running",
          owner: OWNER,
        });
      });

      it("passes heartbeats on, and abandons what has none", async () => {
        const logger = newLogger();
        const { id } = await logger.logMappingSessionStart(TYPES);
        expect(await logger.heartbeat(id)).toBe("running");
        expect(await logger.abandonStale({ isOwnerAlive: () => undefined })).toEqual([]);
        const abandoned = await logger.abandonStale({ isOwnerAlive: () => false });
        expect(abandoned.map((it) => it.id)).toEqual([id]);
      });
    });

    describe("path executions, mappings, outcomes and metrics", () => {
      it("logs a path execution with its steps", async () => {
        const logger = newLogger();
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

      it("logs mappings and their provenance, linked, with what the provenance says", async () => {
        const logger = newLogger();
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

      it("adds provenance to a known mapping and keeps the new ones that came with it", async () => {
        const logger = newLogger();
        const first = await runningPath(logger);
        await logger.logEntityMappings([KEY], [first.provenanceOf(KEY)]);
        const second = await runningPath(logger);
        const other = { ...KEY, sourceId: "new" };
        await logger.logEntityMappings([KEY, other], [second.provenanceOf(KEY), second.provenanceOf(other)]);
        expect(await context.store.countRecords()).toMatchObject({ mappings: 2, provenance: 3 });
      });

      it("counts the same provenance written twice once", async () => {
        const logger = newLogger();
        const { provenanceOf } = await runningPath(logger);
        await logger.logEntityMappings([KEY], [provenanceOf(KEY)]);
        await logger.logEntityMappings([KEY], [provenanceOf(KEY)]);
        expect(await context.store.countRecords()).toMatchObject({ mappings: 1, provenance: 1 });
      });

      it("writes nothing of a list with a bad mapping among good ones, and names its index", async () => {
        const logger = newLogger();
        const { provenanceOf } = await runningPath(logger);
        const bad = { ...KEY, sourceId: "" };
        const error = await failure(
          logger.logEntityMappings([KEY, bad], [provenanceOf(KEY), provenanceOf(bad)]),
          "invalid-trace-record",
        );
        expect(error.details).toMatchObject({
          record: "EntityMapping",
          field: "sourceId",
          index: 1,
          value: "",
        });
        expect(await context.store.countRecords()).toMatchObject({ mappings: 0, provenance: 0 });
      });

      it("takes empty lists", async () => {
        const logger = newLogger();
        expect(await logger.logEntityMappings([], [])).toEqual([]);
        expect(await logger.logIdentifierOutcomes([])).toEqual([]);
        expect(await logger.logExecutionMetrics([])).toEqual([]);
        expect(await context.store.countRecords()).toEqual(NO_RECORDS);
      });

      it("takes ten thousand mappings at once", async () => {
        const logger = newLogger();
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
        const logger = newLogger();
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
          outcomes: [
            { ...TYPES, sessionId: session.id, sourceId: "g", outcome: "mapped", targets: [target] },
          ],
        });
        expect(outcomes[0]).toMatchObject({
          rawIds: ["g"],
          targetCount: 1,
          servedFrom: "live",
          answeredBy: session.id,
        });
        expect((await context.store.listOutcomes({ sessionId: session.id })).items).toEqual(outcomes);
      });

      it("logs metrics, one or many", async () => {
        const logger = newLogger();
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
        const logger = newLogger();
        const { session } = await runningPath(logger);
        await logger.logMappingSessionEnd(session.id, "completed");
        await logger.logExecutionMetric({ sessionId: session.id, name: "late", value: 1 });
        expect(await context.store.countRecords()).toMatchObject({ metrics: 1 });
      });

      it("refuses what belongs to nothing", async () => {
        const logger = newLogger();
        const { session } = await runningPath(logger);
        const sessionId = uuidV7();
        await failure(logger.logExecutionMetric({ sessionId, name: "n", value: 1 }), "unknown-reference");
        await failure(
          logger.logIdentifierOutcomes([{ ...TYPES, sessionId, sourceId: "g", outcome: "not_found" }]),
          "unknown-reference",
        );
        await failure(
          logger.logEntityMappings(
            [KEY],
            [
              {
                mappingId: entityMappingId(KEY),
                sessionId: session.id,
                pathExecutionId: uuidV7(),
                pathId: "path",
                confidence: 1,
                hops: [],
              },
            ],
          ),
          "unknown-reference",
        );
        expect(await context.store.countRecords()).toMatchObject({ metrics: 0, outcomes: 0, mappings: 0 });
      });

      it.each<[string, EntityMappingInput, string]>([
        ["an unknown field", { ...KEY, confidence: 1, colour: "red" } as EntityMappingInput, "colour"],
        ["a missing confidence", KEY, "confidence"],
        ["a confidence above 1", { ...KEY, confidence: 1.01 }, "confidence"],
        [
          "an identifier that is no string",
          { ...KEY, targetId: 5 as unknown as string, confidence: 1 },
          "targetId",
        ],
        ["null for a mapping", null as unknown as EntityMappingInput, "record"],
      ])("refuses %s before anything is written", async (_name, mapping, field) => {
        const error = await failure(newLogger().logEntityMappings([mapping]), "invalid-trace-record");
        expect(error.details).toMatchObject({ field, index: 0 });
        expect(await context.store.countRecords()).toEqual(NO_RECORDS);
      });
    });

    describe("order and end", () => {
      it("commits calls about one session in the order in which they were made", async () => {
        const logger = newLogger();
        const id = uuidV7();
        const started = logger.logMappingSessionStart({ ...TYPES, id });
        const metrics = Array.from({ length: 20 }, (_, i) =>
          logger.logExecutionMetric({ sessionId: id, name: `m${String(i)}`, value: i }),
        );
        const ended = logger.logMappingSessionEnd(id, "completed");
        await Promise.all([started, ...metrics, ended]);
        expect(await context.store.countRecords()).toMatchObject({ sessions: 1, metrics: 20 });
      });

      it("goes on after a call that failed", async () => {
        const logger = newLogger();
        const { id } = await logger.logMappingSessionStart(TYPES);
        const bad = logger.logExecutionMetric({
          sessionId: id,
          pathExecutionId: uuidV7(),
          name: "bad",
          value: 1,
        });
        const good = logger.logExecutionMetric({ sessionId: id, name: "good", value: 1 });
        await failure(bad, "unknown-reference");
        expect((await good).name).toBe("good");
      });

      it("waits for all calls at a flush, and takes none after it is closed", async () => {
        const logger = newLogger();
        const { id } = await logger.logMappingSessionStart(TYPES);
        const settled: string[] = [];
        const call = logger
          .logExecutionMetric({ sessionId: id, name: "n", value: 1 })
          .then(() => settled.push("metric"));
        await logger.flush();
        expect(await context.store.countRecords()).toMatchObject({ metrics: 1 });
        await call;
        await logger.close();
        await logger.close();
        await failure(logger.logExecutionMetric({ sessionId: id, name: "n", value: 1 }), "store-closed");
        expect(await context.store.getSession(id)).toBeDefined();
      });
    });
  });
}
