import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { isWaymarkError } from "../errors/waymark-error.js";
import { ExecutionTraceLogger } from "../execution-trace-logger.js";
import { entityMappingId } from "../identity/entity-mapping-id.js";
import { uuidV7 } from "../identity/id-source.js";
import { InMemoryTraceStore } from "../in-memory/in-memory-trace-store.js";
import { at } from "../testing/sample-records.js";
import { RecordBuilder } from "./record-builder.js";
import type { TraceBatchInput } from "./record-inputs.js";

const TYPES = { sourceType: "GENE", targetType: "PROTEIN" };
const KEY = { ...TYPES, sourceId: "g", targetId: "p" };

/** A small valid batch. */
function validInput(): TraceBatchInput {
  const [sessionId, pathExecutionId, mappingId] = [uuidV7(), uuidV7(), entityMappingId(KEY)];
  const target = {
    mappingId,
    targetId: "p",
    confidence: 1,
    hopCount: 1,
    pathId: "path",
    validationStatus: null,
  };
  const step = {
    resource: "r",
    inputType: "GENE",
    outputType: "PROTEIN",
    inputCount: 1,
    outputCount: 1,
    durationMs: 1,
  };
  const hop = { type: "PROTEIN", identifier: "p", resource: "r", confidence: 1 };
  const observation = { mappingId, sessionId, pathExecutionId, pathId: "path", confidence: 1 };
  return {
    sessionStarts: [
      { ...TYPES, id: sessionId, parameters: { a: 1 }, resources: [{ name: "r" }, { name: "q" }] },
    ],
    pathExecutions: [
      {
        ...TYPES,
        id: pathExecutionId,
        sessionId,
        pathId: "path",
        status: "success",
        inputCount: 1,
        matchedCount: 1,
        steps: [step],
      },
    ],
    mappings: [KEY],
    provenance: [
      { ...observation, hops: [hop] },
      { ...observation, hops: [{ ...hop, resource: "s" }] },
    ],
    outcomes: [{ ...TYPES, sessionId, sourceId: "g", outcome: "mapped", targets: [target] }],
    metrics: [{ sessionId, name: "n", value: 1 }],
    sessionEnds: [{ sessionId, status: "completed" }],
  };
}

/** The paths to all nested values. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string,
    unknown
  >;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

describe("RecordBuilder", () => {
  it("builds valid records from a valid input", async () => {
    const store = new InMemoryTraceStore();
    await new ExecutionTraceLogger(store).logBatch(validInput());
    expect(await store.countRecords()).toMatchObject({
      sessions: 1,
      mappings: 1,
      provenance: 2,
      outcomes: 1,
    });
  });

  it("leaves every invalid input to validation, and never throws on it itself", async () => {
    const places = placesIn(validInput());
    const anything = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true }),
      fc.constantFrom<unknown>(null, undefined, [null], {}, Symbol("s"), () => 1, "\0", "\uD83D", Number.NaN),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), anything, async (place, value) => {
        const store = new InMemoryTraceStore();
        try {
          await new ExecutionTraceLogger(store).logBatch(
            replaced(validInput(), place, value) as TraceBatchInput,
          );
        } catch (error) {
          const isTold = ["invalid-trace-record", "unknown-reference", "session-not-found"].some((code) =>
            isWaymarkError(error, code),
          );
          if (!isTold) throw error;
          expect(Object.values(await store.countRecords())).toEqual([0, 0, 0, 0, 0, 0]);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("takes the defaults of a mapping from its latest provenance in the same call", () => {
    const builder = new RecordBuilder({
      clock: () => at(9),
      newId: uuidV7,
      owner: null,
      executorVersion: null,
    });
    const mappingId = entityMappingId(KEY);
    const by = (milliseconds: number, confidence: number, direction: "forward" | "reverse") => ({
      mappingId,
      sessionId: uuidV7(),
      pathExecutionId: uuidV7(),
      pathId: "path",
      recordedAt: at(milliseconds),
      confidence,
      hops: [
        { type: "MID", identifier: "m", resource: "first", confidence: 1 },
        { type: "PROTEIN", identifier: "p", resource: "second", direction, confidence },
      ],
    });
    const { mappings, provenance } = builder.batch({
      mappings: [KEY],
      provenance: [by(5, 0.5, "reverse"), by(3, 0.9, "forward")],
    });
    expect(mappings).toEqual([
      {
        ...KEY,
        id: mappingId,
        firstSeenAt: at(5),
        lastSeenAt: at(5),
        observedAt: at(5),
        observedBy: provenance?.[0]?.id,
        confidence: 0.5,
        hopCount: 2,
        direction: "mixed",
        mappingSource: ["first", "second"],
        isDerived: false,
        derivationPath: ["m"],
        metadata: {},
      },
    ]);
  });

  it("keeps the time and the resources of each observation, even if others differ", () => {
    const builder = new RecordBuilder({
      clock: () => at(9),
      newId: uuidV7,
      owner: null,
      executorVersion: null,
    });
    const observation = fc.record({
      time: fc.constantFrom(1, 2, 3),
      resources: fc.array(fc.constantFrom("a", "b")),
    });
    fc.assert(
      fc.property(fc.array(observation), (observations) => {
        const keys = observations.map((_, i) => ({ ...KEY, sourceId: `g${String(i)}` }));
        const dates = observations.map((it) => at(it.time));
        const { mappings, provenance } = builder.batch({
          mappings: keys,
          provenance: observations.map(({ resources }, i) => ({
            mappingId: entityMappingId(keys[i] ?? KEY),
            sessionId: uuidV7(),
            pathExecutionId: uuidV7(),
            pathId: "path",
            recordedAt: dates[i] ?? at(0),
            confidence: 1,
            hops: resources.map((resource) => ({ type: "T", identifier: "i", resource, confidence: 1 })),
          })),
        });
        for (const date of dates) date.setTime(0);
        expect(provenance?.map((it) => it.recordedAt)).toEqual(observations.map((it) => at(it.time)));
        expect(mappings?.map((it) => it.observedAt)).toEqual(observations.map((it) => at(it.time)));
        expect(mappings?.map((it) => it.mappingSource)).toEqual(observations.map((it) => it.resources));
      }),
    );
  });
});
