import { type Fault, StandInServer } from "@waymark/test-databases";
import type { RecordCounts, TraceBatch, TraceStore } from "@waymark/trace-core";
import { batchOf, sampleEnd, sampleMetric, sampleRun } from "@waymark/trace-core/testing";
import { afterEach, beforeEach } from "vitest";

import { openMongoTraceStore } from "../../src/index.js";

export interface FaultyServer {
  server: StandInServer;
  store: TraceStore;
  /** A store of its own, to see what was committed. */
  reader: TraceStore;
}

/** A server for each test, whose commands can be made to fail, with two stores on it. */
export function faultyServer(): FaultyServer {
  const context = {} as FaultyServer;
  beforeEach(async () => {
    context.server = await StandInServer.start();
    const url = context.server.url("faults");
    context.store = await openMongoTraceStore({ url, retryTimeMs: 5_000 });
    context.reader = await openMongoTraceStore({ url });
  });
  afterEach(async () => {
    context.server.faults = () => undefined;
    await context.store.close();
    await context.reader.close();
    await context.server.stop();
  });
  return context;
}

/** A batch with records of every kind, whose session already exists. */
export async function batchInTheMiddle(
  store: TraceStore,
): Promise<{ sessionId: string; whole: TraceBatch; counts: RecordCounts }> {
  const run = sampleRun(3);
  const { id: sessionId } = run.session;
  await store.write({ sessionStarts: run.sessionStarts });
  const whole = { ...batchOf(run), metrics: [sampleMetric(sessionId)], sessionEnds: [sampleEnd(sessionId)] };
  const counts = { sessions: 1, pathExecutions: 1, mappings: 3, provenance: 3, outcomes: 3, metrics: 1 };
  return { sessionId, whole, counts };
}

/** Makes each of these commands fail as the list says, and then no more. */
export function failing(command: string, faults: Fault[]): (sent: string) => Fault | undefined {
  return (sent) => (sent === command ? faults.shift() : undefined);
}
