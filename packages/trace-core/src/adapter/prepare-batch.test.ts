import { describe, expect, it } from "vitest";

import {
  batchOf,
  sampleMapping,
  sampleOutcome,
  sampleRun,
  sampleSession,
} from "../testing/sample-records.js";
import { prepareBatch } from "./prepare-batch.js";

describe("prepareBatch", () => {
  it("sorts each kind by key, so that all writers lock in one order", () => {
    const mappings = ["c", "a", "b"].map((sourceId) => sampleMapping({ sourceId }));
    const ids = prepareBatch({ mappings }).mappings.map((it) => it.id);
    expect(ids).toEqual([...ids].sort());
  });

  it("gives every kind, empty where the batch has none", () => {
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

  it("shows a bad value escaped and shortened, however large", () => {
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
});
