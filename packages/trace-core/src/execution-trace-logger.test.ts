import { InMemoryTraceStore } from "./in-memory/index.js";
import { describeExecutionTraceLogger } from "./testing/index.js";

describeExecutionTraceLogger({
  name: "InMemoryTraceStore",
  open: async () => ({ store: new InMemoryTraceStore() }),
});
