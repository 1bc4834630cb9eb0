import type { Page, TraceStore } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { expect, it } from "vitest";

import { EXPORT_FORMATS, exportFormat } from "../src/index.js";
import { batchOf, sampleTrace } from "./support/sample-trace.js";

const PREFIXES = {
  GENE: { prefix: "G", uri: "https://example.org/gene/" },
  PROTEIN: { prefix: "P", uri: "https://example.org/protein/" },
};
const SIZE = 3_500;
/** The largest number of records in a page, and of ids in a look-up, that a format may request. */
const MOST = 2_000;

/** A store that records what is requested. */
class WatchedStore {
  calls = 0;
  records = 0;
  largest = 0;
  readonly store: TraceStore;

  constructor(store: TraceStore) {
    this.store = new Proxy(store, {
      get: (target, name: keyof TraceStore) => {
        const member: unknown = target[name];
        if (typeof member !== "function") return member;
        return async (...parameters: unknown[]): Promise<unknown> => {
          const answer = (await Reflect.apply(member, target, parameters)) as
            Page<unknown> | unknown[] | undefined;
          const items = Array.isArray(answer) ? answer : (answer?.items ?? []);
          this.calls += 1;
          this.records += items.length;
          this.largest = Math.max(this.largest, items.length);
          return answer;
        };
      },
    });
  }
}

async function filled(): Promise<{ store: InMemoryTraceStore; sessionIds: string[] }> {
  const store = new InMemoryTraceStore();
  const answers = Array.from({ length: SIZE }, (_, i) => [`g${String(i)}`, [`p${String(i)}`]] as const);
  const trace = sampleTrace({ answers });
  await store.write(batchOf(trace));
  return { store, sessionIds: [trace.session.id] };
}

it.each(EXPORT_FORMATS.flatMap(({ name }) => [[name, true] as const, [name, false] as const]))(
  "asks for pages and looks up what belongs to one at once: %s, whole store: %s",
  async (name, isWhole) => {
    const { store, sessionIds } = await filled();
    const watched = new WatchedStore(store);
    let largest = 0;
    const options = name === "sssom" ? { prefixes: PREFIXES } : {};
    for await (const piece of exportFormat(name).write(watched.store, isWhole ? {} : { sessionIds }, options))
      largest = Math.max(largest, piece.length);
    expect(watched.largest).toBeLessThanOrEqual(MOST);
    // Records are not requested one by one: 500 or 1,000 come at a time, and PROV reads the store four times.
    expect(watched.calls).toBeLessThanOrEqual(20 + (14 * SIZE) / 500);
    expect(largest).toBeLessThan(2_000_000);
  },
);

it.each(["jsonl", "tsv", "prov-json"])(
  "reads no further than the consumed pieces require: %s",
  async (name) => {
    const { store } = await filled();
    const watched = new WatchedStore(store);
    let taken = 0;
    for await (const _ of exportFormat(name).write(watched.store)) {
      taken += 1;
      if (taken === 3) break;
    }
    expect(watched.records).toBeLessThanOrEqual(3 * MOST);
  },
);
