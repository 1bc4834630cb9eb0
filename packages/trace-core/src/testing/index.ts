export { describeExecutionTraceLogger } from "./describe-execution-trace-logger.js";
export { describeTraceStore } from "./describe-trace-store.js";
export {
  at,
  batchOf,
  sampleEnd,
  sampleMapping,
  sampleMetric,
  sampleOutcome,
  samplePathExecution,
  sampleProvenance,
  sampleRun,
  sampleSession,
  type SampleRun,
} from "./sample-records.js";
export type { OpenedStore, TraceStoreUnderTest } from "./store-under-test.js";
