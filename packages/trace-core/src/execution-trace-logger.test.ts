import { expect, it } from "vitest";

import { ExecutionTraceLogger, type SessionMetrics } from "./execution-trace-logger.js";
import { InMemoryTraceStore } from "./in-memory/index.js";
import { describeExecutionTraceLogger } from "./testing/index.js";

describeExecutionTraceLogger({
  name: "InMemoryTraceStore",
  open: async () => ({ store: new InMemoryTraceStore() }),
});

const TYPES = { sourceType: "GENE", targetType: "PROTEIN" };

it("says that the logger is closed, even if its store is open", async () => {
  const store = new InMemoryTraceStore();
  const logger = new ExecutionTraceLogger(store);
  await logger.close();
  await expect(logger.logMappingSessionStart(TYPES)).rejects.toMatchObject({
    code: "store-closed",
    message: "The trace logger is closed",
  });
  await store.close();
  await expect(store.countRecords()).rejects.toThrow("The trace store is closed");
});

it.each([new Map([["x", 1]]), new Set(), new Date(0), Promise.resolve({ x: 1 })])(
  "refuses %o for a session's metrics or details, whose contents would be ignored",
  async (odd) => {
    const store = new InMemoryTraceStore();
    const logger = new ExecutionTraceLogger(store);
    const { id } = await logger.logMappingSessionStart(TYPES);
    const metrics = odd as unknown as SessionMetrics;
    await expect(logger.logMappingSessionEnd(id, "completed", metrics)).rejects.toMatchObject({
      code: "invalid-trace-record",
      details: { field: "metrics" },
    });
    await expect(logger.logMappingSessionEnd(id, "completed", {}, odd as object)).rejects.toMatchObject({
      code: "invalid-trace-record",
      details: { field: "details" },
    });
    expect((await store.getSession(id))?.status).toBe("running");
  },
);

it("says that a metric's value may be a number or a string", async () => {
  const logger = new ExecutionTraceLogger(new InMemoryTraceStore());
  const { id: sessionId } = await logger.logMappingSessionStart(TYPES);
  const value = true as unknown as number;
  await expect(logger.logExecutionMetric({ sessionId, name: "n", value })).rejects.toThrow(
    "must be a finite number or a string",
  );
});
