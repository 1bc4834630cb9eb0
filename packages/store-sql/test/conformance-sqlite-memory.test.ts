import {
  describeExecutionTraceLogger,
  describeTraceStore,
  type TraceStoreUnderTest,
} from "@waymark/trace-core/testing";

import { openSqlTraceStore } from "../src/index.js";

const subject: TraceStoreUnderTest = {
  name: "SQLite in memory",
  open: async () => ({ store: await openSqlTraceStore({ url: "sqlite::memory:" }) }),
};

describeTraceStore(subject);
describeExecutionTraceLogger(subject);
