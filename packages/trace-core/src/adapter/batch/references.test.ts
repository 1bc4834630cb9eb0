import { describe, expect, it } from "vitest";

import { uuidV7 } from "../../identity/id-source.js";
import {
  batchOf,
  sampleMetric,
  sampleOutcome,
  samplePathExecution,
  sampleRun,
} from "../../testing/sample-records.js";
import { prepareBatch } from "./prepare-batch.js";
import { checkReferences, externalReferences, externalTargets } from "./references.js";

const NOTHING = {
  sessions: new Set<string>(),
  pathExecutions: new Map<string, string>(),
  mappings: new Set<string>(),
};

describe("references of a batch", () => {
  it("are not external if the batch contains everything it refers to", () => {
    const batch = prepareBatch(batchOf(sampleRun(3)));
    expect(externalReferences(batch)).toEqual({ sessions: [], pathExecutions: [], mappings: [] });
    expect(() => checkReferences(batch, NOTHING)).not.toThrow();
  });

  it("are listed once each and sorted, if external", () => {
    const { session, execution, mappings, provenance, outcomes } = sampleRun(3);
    const batch = prepareBatch({ provenance, outcomes });
    const external = externalReferences(batch);
    expect(external).toEqual({
      sessions: [session.id],
      pathExecutions: [execution.id],
      mappings: mappings.map((it) => it.id).sort(),
    });
    expect(externalTargets(batch)).toEqual(external.mappings);
    expect(externalTargets(prepareBatch({ mappings, outcomes }))).toEqual([]);
    const committed = {
      sessions: new Set(external.sessions),
      pathExecutions: new Map([[execution.id, session.id]]),
      mappings: new Set(external.mappings),
    };
    expect(() => checkReferences(batch, committed)).not.toThrow();
  });

  it("are all listed if unknown, including a path execution of another session", () => {
    const { session, execution } = sampleRun(0);
    const other = uuidV7();
    const batch = prepareBatch({
      sessionStarts: [session],
      pathExecutions: [execution, samplePathExecution(other)],
      outcomes: [sampleOutcome(session.id, [], { servedFrom: "cache", answeredBy: other })],
      metrics: [sampleMetric(other, { pathExecutionId: execution.id })],
    });
    const places: unknown[] = [];
    try {
      checkReferences(batch, NOTHING);
    } catch (error) {
      const { references } = error as { references: readonly { kind: string; field: string; id: string }[] };
      places.push(...references.map((it) => [it.kind, it.field, it.id]));
    }
    expect(places).toEqual([
      ["pathExecutions", "sessionId", other],
      ["outcomes", "answeredBy", other],
      ["metrics", "sessionId", other],
      ["metrics", "pathExecutionId", execution.id],
    ]);
  });
});
