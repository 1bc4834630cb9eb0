import { describe, expect, it } from "vitest";

import type { TraceStore } from "../trace-store.js";
import {
  at,
  batchOf,
  sampleEnd,
  sampleMetric,
  sampleRun,
  sampleSession,
  type SampleRun,
} from "./sample-records.js";
import { openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

const TYPES = { sourceType: "GENE", targetType: "PROTEIN" };

/** Every look-up that returns records, applied to a run. */
const LOOK_UPS: Record<string, (store: TraceStore, run: SampleRun) => Promise<unknown>> = {
  getSession: (store, { session }) => store.getSession(session.id),
  listSessions: (store) => store.listSessions(),
  listPathExecutions: (store, { session }) => store.listPathExecutions({ sessionId: session.id }),
  listMetrics: (store, { session }) => store.listMetrics({ sessionId: session.id }),
  listOutcomes: (store, { session }) => store.listOutcomes({ sessionId: session.id }),
  listProvenance: (store, { session }) => store.listProvenance({ sessionId: session.id }),
  listMappings: (store) => store.listMappings(),
  getMappings: (store, { mappings }) => store.getMappings(mappings.map((it) => it.id)),
  findMappings: (store, { mappings }) =>
    store.findMappings({ ...TYPES, sourceIds: mappings.map((it) => it.sourceId) }),
  findReverse: (store, { mappings }) =>
    store.findReverse({ ...TYPES, targetIds: mappings.map((it) => it.targetId) }),
  findAnswers: (store, { mappings }) =>
    store.findAnswers({
      ...TYPES,
      sourceIds: mappings.map((it) => it.sourceId),
      answerFingerprints: ["fingerprint"],
      since: at(0),
    }),
};

export function describeCopies(subject: TraceStoreUnderTest): void {
  describe("copies", () => {
    const context = openedForEachTest(subject);

    /** A written run whose records all have something that can be changed. */
    async function written(): Promise<SampleRun> {
      const owner = { host: "h", processId: 1, processStartedAt: at(0) };
      const run = sampleRun(2, { session: sampleSession({ tags: ["a"], parameters: { list: [1] }, owner }) });
      const batch = { ...batchOf(run), metrics: [sampleMetric(run.session.id)] };
      const given = structuredClone(batch);
      await context.store.write(given);
      spoil(given);
      return run;
    }

    it("keeps what was written when the batch is changed afterwards", async () => {
      const { store } = context;
      const { session, pathExecutions, mappings, provenance, outcomes } = await written();
      expect(await store.getSession(session.id)).toEqual(session);
      expect((await store.listPathExecutions({ sessionId: session.id })).items).toEqual(pathExecutions);
      expect((await store.listMappings()).items).toEqual(mappings);
      const vouchers = (await store.listProvenance({ sessionId: session.id })).items;
      expect(new Set(vouchers)).toEqual(new Set(provenance));
      expect((await store.listOutcomes({ sessionId: session.id })).items).toEqual(outcomes);
      const [metric] = (await store.listMetrics({ sessionId: session.id })).items;
      expect(metric).toMatchObject({ name: "identifiers", recordedAt: at(100) });
    });

    it.each(Object.entries(LOOK_UPS))("returns copies from %s", async (_member, lookUp) => {
      const { store } = context;
      const run = await written();
      const before = structuredClone(await lookUp(store, run));
      spoil(await lookUp(store, run));
      expect(await lookUp(store, run)).toEqual(before);
    });

    it("returns copies of abandoned and reopened sessions, and copies the given owner", async () => {
      const { store } = context;
      const { session } = await written();
      const alive = () => false;
      spoil(await store.abandonStale({ isOwnerAlive: alive }));
      const abandoned = await store.getSession(session.id);
      expect(abandoned).toMatchObject({ id: session.id, startedAt: session.startedAt, tags: ["a"] });
      const owner = { host: "h", processId: 2, processStartedAt: at(7) };
      const given = structuredClone(owner);
      spoil(await store.reopenSession(session.id, "abandoned", given));
      spoil(given);
      expect(await store.getSession(session.id)).toMatchObject({ id: session.id, tags: ["a"], owner });
    });

    it("keeps an owner when isOwnerAlive changes its argument", async () => {
      const { store } = context;
      const run = await written();
      await store.abandonStale({
        isOwnerAlive: (owner) => {
          spoil(owner);
          return undefined;
        },
        staleAfterMs: 1e12,
      });
      expect(await store.getSession(run.session.id)).toEqual(run.session);
    });

    it("keeps a session's end when the batch is changed afterwards", async () => {
      const { store } = context;
      const { session } = await written();
      const end = sampleEnd(session.id, { status: "failed", error: { code: "e", message: "m" } });
      const given = structuredClone({ sessionEnds: [end] });
      await store.write(given);
      spoil(given);
      const { sessionId: _id, ...fields } = end;
      expect(await store.getSession(session.id)).toEqual({ ...session, ...fields });
    });
  });
}

/** Changes everything in a value that can be changed, including nested values. */
function spoil(value: unknown): void {
  if (value instanceof Date) value.setTime(0);
  else if (Array.isArray(value)) {
    value.forEach(spoil);
    value.push("spoilt");
  } else if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(spoil);
    Object.assign(value, { spoilt: true });
    for (const [key, it] of Object.entries(value)) {
      if (typeof it === "string") Object.assign(value, { [key]: "spoilt" });
    }
  }
}
