export { InMemoryTraceStore, type InMemoryTraceStoreOptions } from "./in-memory-trace-store.js";
