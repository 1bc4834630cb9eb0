import { describeTraceStore } from "../testing/index.js";
import { InMemoryTraceStore } from "./in-memory-trace-store.js";

describeTraceStore({
  name: "InMemoryTraceStore",
  open: async () => ({ store: new InMemoryTraceStore() }),
});
