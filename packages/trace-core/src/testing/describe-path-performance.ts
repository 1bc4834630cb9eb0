import { describe, expect, it } from "vitest";

import type { PathStepLog } from "../records/mapping-path-execution-log.js";
import { at, samplePathExecution, sampleSession } from "./sample-records.js";
import { openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

export function describePathPerformance(subject: TraceStoreUnderTest): void {
  describe("path performance", () => {
    const context = openedForEachTest(subject);

    it("reports how paths and resources performed in a window of time", async () => {
      const { store } = context;
      const session = sampleSession();
      const failed = { code: "e", message: "m" };
      const durations = [10, 20, 30, 40];
      const executions = durations.map((durationMs, i) =>
        samplePathExecution(session.id, {
          pathId: "slow",
          startedAt: at(i),
          durationMs,
          inputCount: 10,
          matchedCount: 5,
          status: i === 3 ? "failure" : "success",
          steps: [step({ durationMs }), step({ resource: "s", error: i === 3 ? failed : null })],
        }),
      );
      const idle = samplePathExecution(session.id, {
        pathId: "idle",
        startedAt: at(2),
        durationMs: 1,
        status: "timed_out",
        inputCount: 0,
        matchedCount: 0,
      });
      await store.write({ sessionStarts: [session], pathExecutions: [...executions, idle] });
      const { paths, resources } = await store.pathPerformance();
      expect(paths).toEqual([
        {
          pathId: "slow",
          runs: 4,
          failures: 1,
          inputCount: 40,
          outputCount: 20,
          yield: 0.5,
          p50DurationMs: 20,
          p95DurationMs: 40,
        },
        {
          pathId: "idle",
          runs: 1,
          failures: 1,
          inputCount: 0,
          outputCount: 0,
          yield: null,
          p50DurationMs: 1,
          p95DurationMs: 1,
        },
      ]);
      expect(resources.map((it) => [it.resource, it.runs, it.failures, it.outputCount])).toEqual([
        ["r", 4, 0, 32],
        ["s", 4, 1, 32],
      ]);
      const window = await store.pathPerformance({ since: at(1), until: at(3) });
      expect(window.paths.map((it) => [it.pathId, it.runs, it.p95DurationMs])).toEqual([
        ["slow", 2, 30],
        ["idle", 1, 1],
      ]);
      expect(await store.pathPerformance({ since: at(100) })).toEqual({ paths: [], resources: [] });
    });

    it("sorts equally slow paths and resources by the bytes of their names", async () => {
      const { store } = context;
      const session = sampleSession();
      const names = ["B", "a", "b", "é", "\uFF21", "\u{1F9EC}"];
      await store.write({
        sessionStarts: [session],
        pathExecutions: [...names]
          .reverse()
          .map((name) =>
            samplePathExecution(session.id, { pathId: name, steps: [step({ resource: name })] }),
          ),
      });
      const { paths, resources } = await store.pathPerformance();
      expect(paths.map((it) => it.pathId)).toEqual(names);
      expect(resources.map((it) => it.resource)).toEqual(names);
    });
  });
}

function step(fields: Partial<PathStepLog>): PathStepLog {
  return {
    resource: "r",
    map: null,
    release: null,
    contentHash: null,
    direction: "forward",
    inputType: "A",
    outputType: "B",
    inputCount: 10,
    outputCount: 8,
    durationMs: 4,
    attempts: 1,
    error: null,
    ...fields,
  };
}
