import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { isWaymarkError, type WaymarkError } from "../../errors/waymark-error.js";
import type { EntityMapping } from "../../records/entity-mapping.js";
import type { EntityMappingProvenance } from "../../records/entity-mapping-provenance.js";
import type { JsonObject, JsonValue } from "../../records/json.js";
import type { TraceBatch } from "../../records/trace-batch.js";
import {
  batchOf,
  sampleMapping,
  sampleOutcome,
  samplePathExecution,
  sampleProvenance,
  sampleRun,
  sampleSession,
} from "../../testing/sample-records.js";
import { prepareBatch } from "./prepare-batch.js";

describe("prepareBatch", () => {
  it("sorts each kind by key, so that all writers lock in the same order", () => {
    const mappings = ["c", "a", "b"].map((sourceId) => sampleMapping({ sourceId }));
    const ids = prepareBatch({ mappings }).mappings.map((it) => it.id);
    expect(ids).toEqual([...ids].sort());
  });

  it("returns every kind, empty if the batch has none", () => {
    expect(prepareBatch({})).toEqual({
      sessionStarts: [],
      sessionEnds: [],
      pathExecutions: [],
      mappings: [],
      provenance: [],
      outcomes: [],
      metrics: [],
    });
  });

  it("does not prepare a batch a second time", () => {
    const batch = prepareBatch(batchOf(sampleRun(3)));
    expect(prepareBatch(batch)).toBe(batch);
  });

  it("unites the raw ids of equal outcomes", () => {
    const session = sampleSession();
    const outcomes = ["b", "a", "b"].map((raw) => sampleOutcome(session.id, [], { rawIds: [raw] }));
    expect(prepareBatch({ outcomes }).outcomes).toEqual([{ ...outcomes[0], rawIds: ["a", "b"] }]);
  });

  it("shows an invalid value escaped and shortened, however large it is", () => {
    const sourceId = `\u0000${"x".repeat(100_000)}`;
    expect(() => prepareBatch({ mappings: [sampleMapping({ sourceId })] })).toThrow(
      expect.objectContaining({
        code: "invalid-trace-record",
        message: expect.stringMatching(
          /^EntityMapping at index 0: sourceId must not contain NUL, but is .{1,300}$/,
        ) as string,
      }),
    );
  });

  it("shows an invalid value as well-formed text, wherever it was cut", () => {
    const bad = prepareError({
      mappings: [sampleMapping({ sourceId: "x".repeat(199) + "\u{1F600}".repeat(200) })],
    });
    expect(bad.message).not.toMatch(/\p{Surrogate}/u);
  });

  it("is not affected when the caller changes the batch afterwards", () => {
    const mapping = sampleMapping({ metadata: { tags: ["a"] } });
    const { mappings } = prepareBatch({ mappings: [mapping] });
    (mapping.metadata as { tags: string[] }).tags.push("\0");
    (mapping.mappingSource as string[]).push("late");
    mapping.observedAt.setTime(0);
    expect(mappings).toEqual([sampleMapping({ metadata: { tags: ["a"] } })]);
  });

  it("puts raw ids in the form that merging produces, so that writing an outcome again changes nothing", () => {
    const { id } = sampleSession();
    const [once] = prepareBatch({ outcomes: [sampleOutcome(id, [], { rawIds: ["b", "a", "b"] })] }).outcomes;
    expect(once?.rawIds).toEqual(["a", "b"]);
  });

  it("reports a hole in a list rather than skipping it", () => {
    const mappings = [sampleMapping()];
    mappings[2] = sampleMapping({ sourceId: "after the hole" });
    expect(prepareError({ mappings }).details).toMatchObject({ record: "EntityMapping", index: 1 });
  });

  it("refuses a record whose fields are inherited, since only its own are stored", () => {
    const mapping = Object.create(sampleMapping()) as EntityMapping;
    expect(prepareError({ mappings: [mapping] }).details).toMatchObject({ field: "id", index: 0 });
  });

  it("names the wrong field, whatever the order of the fields", () => {
    const mapping = sampleMapping();
    const good = sampleProvenance(mapping, samplePathExecution(sampleSession().id));
    const wrong = fc.constantFrom(
      { field: "pathId", change: { pathId: "" } },
      { field: "pathId", change: { pathId: undefined } },
      { field: "also", change: { also: 1 } },
      { field: "hops[1]", change: { hops: [...good.hops, null] } },
      { field: "hops[1].release", change: { hops: [...good.hops, { ...good.hops[0], release: 5 }] } },
      { field: "hops[1].also", change: { hops: [...good.hops, { ...good.hops[0], also: 5 }] } },
    );
    const order = fc.array(fc.nat(), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(wrong, order, fc.boolean(), ({ field, change }, places, isBare) => {
        const entries: [string, unknown][] = Object.entries({ ...good, ...change });
        const shuffled = entries.map((it, i) => [places[i] ?? 0, it] as const).sort(([a], [b]) => a - b);
        const record: object = isBare ? (Object.create(null) as object) : {};
        for (const [, [key, value]] of shuffled) Object.assign(record, { [key]: value });
        const provenance = [record as EntityMappingProvenance];
        expect(prepareError({ provenance }).details).toMatchObject({ field, index: 0 });
      }),
    );
  });

  it("refuses anything that is not a batch", () => {
    for (const batch of [null, undefined, 5, []]) {
      expect(prepareError(batch as unknown as TraceBatch).details).toMatchObject({ record: "TraceBatch" });
    }
  });

  it("refuses JSON that contains itself, or that is huge when traversed", () => {
    const circle: Record<string, JsonValue> = {};
    circle.self = circle;
    expect(prepareError({ mappings: [sampleMapping({ metadata: circle })] }).code).toBe(
      "invalid-trace-record",
    );
    let doubled: JsonObject = {};
    for (let depth = 0; depth < 60; depth++) doubled = { a: doubled, b: doubled };
    expect(prepareError({ mappings: [sampleMapping({ metadata: doubled })] }).code).toBe("batch-too-large");
  });
});

function prepareError(batch: TraceBatch): WaymarkError {
  try {
    prepareBatch(batch);
  } catch (error) {
    if (isWaymarkError(error)) return error;
    throw error;
  }
  throw new Error("the batch should have been refused");
}
