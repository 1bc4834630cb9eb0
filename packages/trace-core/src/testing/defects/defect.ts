import type { InMemoryRecords } from "../../in-memory/in-memory-records.js";
import { InMemoryTraceStore } from "../../in-memory/in-memory-trace-store.js";
import type { TraceStore } from "../../trace-store.js";
import type { TraceStoreUnderTest } from "../store-under-test.js";

/** One thing that a store does wrong, while everything else is right. */
export interface Defect {
  /** Completes the phrase "a store that …". */
  readonly name: string;
  /** The defective members, made from a correct store. */
  readonly members: (sound: InMemoryTraceStore) => Partial<TraceStore>;
  /** The part of the kit, and the name of its test, that must fail. */
  readonly caughtBy: readonly [part: (subject: TraceStoreUnderTest) => void, test: string];
}

export function defectiveStore({ members }: Defect): TraceStore {
  const sound = new InMemoryTraceStore();
  return Object.assign(Object.create(sound) as TraceStore, members(sound));
}

/** The store's own records, not copies. */
export function recordsOf(sound: InMemoryTraceStore): InMemoryRecords {
  return (sound as unknown as { readonly records: InMemoryRecords }).records;
}
