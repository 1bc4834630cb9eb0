import type { InMemoryRecords } from "../../in-memory/in-memory-records.js";
import { InMemoryTraceStore } from "../../in-memory/in-memory-trace-store.js";
import type { TraceStore } from "../../trace-store.js";
import type { TraceStoreUnderTest } from "../store-under-test.js";

/** One thing that a store does wrong, while it does all else right. */
export interface Defect {
  /** Goes on from "a store that". */
  readonly name: string;
  /** The members that do it wrong, made of those of a sound store. */
  readonly members: (sound: InMemoryTraceStore) => Partial<TraceStore>;
  /** The part of the kit, and the name of the test in it, that has to fail. */
  readonly caughtBy: readonly [part: (subject: TraceStoreUnderTest) => void, test: string];
}

export function defectiveStore({ members }: Defect): TraceStore {
  const sound = new InMemoryTraceStore();
  return Object.assign(Object.create(sound) as TraceStore, members(sound));
}

/** What the store keeps, itself. */
export function recordsOf(sound: InMemoryTraceStore): InMemoryRecords {
  return (sound as unknown as { readonly records: InMemoryRecords }).records;
}
