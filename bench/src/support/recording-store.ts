import type { TraceBatch, TraceStore } from "@waymark/trace-core";

/** Passes everything on to the store, and records the written batches in the order of the calls. */
export function recordingStore(store: TraceStore, written: TraceBatch[]): TraceStore {
  const recorded =
    <Rest extends readonly unknown[]>(write: (batch: TraceBatch, ...rest: Rest) => Promise<void>) =>
    (batch: TraceBatch, ...rest: Rest): Promise<void> => {
      written.push(batch);
      return write.call(store, batch, ...rest);
    };
  return new Proxy(store, {
    get(target, member) {
      const value: unknown = Reflect.get(target, member, target);
      if (typeof value !== "function") return value;
      // The names of all methods that write begin like this.
      if (member.toString().startsWith("write")) return recorded(value as TraceStore["write"]);
      return value.bind(target) as unknown;
    },
  });
}
