import { describe, expect, it } from "vitest";

import { entityMappingId } from "../identity/entity-mapping-id.js";
import { uuidV7 } from "../identity/id-source.js";
import type { EntityMappingInput, PathStepInput, ProvenanceHopInput } from "../logger/record-inputs.js";
import { KEY, newLogger, runningPath, TYPES } from "./logger-under-test.js";
import { failure, NO_RECORDS, openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

export function describeLoggedRefusals(subject: TraceStoreUnderTest): void {
  describe("refusals", () => {
    const context = openedForEachTest(subject);

    it("writes nothing of a list with one invalid mapping, and names its index", async () => {
      const logger = newLogger(context);
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

    it("refuses records of unknown sessions and path executions", async () => {
      const logger = newLogger(context);
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

    it("names a hop or step that is not an object", async () => {
      const logger = newLogger(context);
      const { session, provenanceOf } = await runningPath(logger);
      const provenance = { ...provenanceOf(KEY), hops: [null as unknown as ProvenanceHopInput] };
      const ofHop = await failure(logger.logEntityMappings([KEY], [provenance]), "invalid-trace-record");
      expect(ofHop.details).toMatchObject({ record: "EntityMappingProvenance", field: "hops[0]", index: 0 });
      const execution = {
        ...TYPES,
        sessionId: session.id,
        pathId: "path",
        status: "success" as const,
        inputCount: 1,
        matchedCount: 1,
        steps: [null as unknown as PathStepInput],
      };
      const ofStep = await failure(logger.logPathExecution(execution), "invalid-trace-record");
      expect(ofStep.details).toMatchObject({ record: "MappingPathExecutionLog", field: "steps[0]" });
      expect(await context.store.countRecords()).toMatchObject({
        pathExecutions: 1,
        mappings: 0,
        provenance: 0,
      });
    });

    it.each<[string, EntityMappingInput, string]>([
      ["an unknown field", { ...KEY, confidence: 1, colour: "red" } as EntityMappingInput, "colour"],
      ["a missing confidence", KEY, "confidence"],
      ["a confidence above 1", { ...KEY, confidence: 1.01 }, "confidence"],
      [
        "an identifier that is not a string",
        { ...KEY, targetId: 5 as unknown as string, confidence: 1 },
        "targetId",
      ],
      ["null instead of a mapping", null as unknown as EntityMappingInput, "record"],
    ])("refuses %s before anything is written", async (_name, mapping, field) => {
      const error = await failure(newLogger(context).logEntityMappings([mapping]), "invalid-trace-record");
      expect(error.details).toMatchObject({ field, index: 0 });
      expect(await context.store.countRecords()).toEqual(NO_RECORDS);
    });
  });
}
