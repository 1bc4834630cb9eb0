import { describe, expect, it } from "vitest";

import { uuidV7 } from "../identity/id-source.js";
import { newLogger, TYPES } from "./logger-under-test.js";
import { failure, openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

export function describeLoggedOrder(subject: TraceStoreUnderTest): void {
  describe("order and end", () => {
    const context = openedForEachTest(subject);

    it("commits calls about one session in the order in which they were made", async () => {
      const logger = newLogger(context);
      const id = uuidV7();
      const started = logger.logMappingSessionStart({ ...TYPES, id });
      const metrics = Array.from({ length: 20 }, (_, i) =>
        logger.logExecutionMetric({ sessionId: id, name: `m${String(i)}`, value: i }),
      );
      const ended = logger.logMappingSessionEnd(id, "completed");
      await Promise.all([started, ...metrics, ended]);
      expect(await context.store.countRecords()).toMatchObject({ sessions: 1, metrics: 20 });
    });

    it("continues after a failed call", async () => {
      const logger = newLogger(context);
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

    it("waits for all calls in flush, and refuses calls after close", async () => {
      const logger = newLogger(context);
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
}
