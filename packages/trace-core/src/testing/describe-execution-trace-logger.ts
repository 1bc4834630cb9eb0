import { describe } from "vitest";

import { describeLoggedOrder } from "./describe-logged-order.js";
import { describeLoggedRecords } from "./describe-logged-records.js";
import { describeLoggedRefusals } from "./describe-logged-refusals.js";
import { describeLoggedSessions } from "./describe-logged-sessions.js";
import type { TraceStoreUnderTest } from "./store-under-test.js";

/** Runs the whole contract of `ExecutionTraceLogger` on a store, with vitest. */
export function describeExecutionTraceLogger(subject: TraceStoreUnderTest): void {
  describe(`ExecutionTraceLogger on ${subject.name}`, () => {
    describeLoggedSessions(subject);
    describeLoggedRecords(subject);
    describeLoggedRefusals(subject);
    describeLoggedOrder(subject);
  });
}
