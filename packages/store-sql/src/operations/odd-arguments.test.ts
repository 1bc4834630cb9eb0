import { entityMappingId, type TraceStore } from "@waymark/trace-core";
import { encodeCursor } from "@waymark/trace-core/adapter";
import { at, sampleMapping, sampleOutcome, sampleSession } from "@waymark/trace-core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { eachDatabase, type OpenedDatabase } from "../../test/support/each-database.js";

const TYPES = { sourceType: "GENE", targetType: "PROTEIN" };
const UNSTORABLE = ["nul\0", "\ud800 lone", "lone \udc00"];

describe.each(eachDatabase)("odd arguments on %s", (_name, open) => {
  let opened: OpenedDatabase;
  let store: TraceStore;
  const session = sampleSession();
  const mapping = sampleMapping({ firstSeenAt: new Date("0001-01-01T00:00:00.000Z") });

  beforeAll(async () => {
    opened = await open();
    store = opened.store;
    await store.write({
      sessionStarts: [session],
      mappings: [mapping],
      outcomes: [sampleOutcome(session.id, [mapping], { recordedAt: at(0) })],
    });
  });
  afterAll(() => opened.remove());

  it("find nothing for text that cannot be stored", async () => {
    for (const odd of UNSTORABLE) {
      expect(await store.findMappings({ ...TYPES, sourceIds: [odd, "g"] })).toEqual([mapping]);
      expect(await store.findReverse({ ...TYPES, targetIds: ["p", odd] })).toEqual([mapping]);
      expect(await store.findMappings({ ...TYPES, sourceType: odd, sourceIds: ["g"] })).toEqual([]);
      expect(await store.findReverse({ ...TYPES, targetType: odd, targetIds: ["p"] })).toEqual([]);
      const answers = { ...TYPES, sourceIds: ["g", odd], since: at(0) };
      expect(await store.findAnswers({ ...answers, answerFingerprints: [odd, "fingerprint"] })).toHaveLength(
        1,
      );
      expect(await store.findAnswers({ ...answers, answerFingerprints: [odd] })).toEqual([]);
      expect(
        await store.findAnswers({ ...answers, targetType: odd, answerFingerprints: ["fingerprint"] }),
      ).toEqual([]);
      expect((await store.listOutcomes({ sessionId: session.id, sourceIds: ["g", odd] })).items).toHaveLength(
        1,
      );
      expect(await store.getSession(odd)).toBeUndefined();
      expect(await store.getMappings([odd, mapping.id])).toEqual([mapping]);
      expect((await store.listSessions({ status: odd as "running" })).items).toEqual([]);
    }
  });

  it("match ids only in lower case", async () => {
    expect(await store.getSession(session.id.toUpperCase())).toBeUndefined();
    expect(await store.getMappings([entityMappingId(mapping).toUpperCase()])).toEqual([]);
  });

  it("may be ages of any size", async () => {
    for (const maxAgeMs of [1e12, Number.MAX_SAFE_INTEGER, Number.MAX_VALUE]) {
      expect(await store.findMappings({ ...TYPES, sourceIds: ["g"], maxAgeMs })).toEqual([mapping]);
    }
    expect(await store.abandonStale({ staleAfterMs: Number.MAX_VALUE })).toEqual([]);
  });

  it("may be any valid JavaScript date", async () => {
    const ask = { ...TYPES, sourceIds: ["g"], answerFingerprints: ["fingerprint"] };
    const [first, last] = [new Date(-8.64e15), new Date(8.64e15)];
    expect(await store.findAnswers({ ...ask, since: first })).toHaveLength(1);
    expect(await store.findAnswers({ ...ask, since: last })).toEqual([]);
    expect(await store.pathPerformance({ since: first, until: last })).toEqual({ paths: [], resources: [] });
    expect(await store.prune({ olderThan: first, dryRun: true })).toMatchObject({ mappings: 0 });
    expect(await store.prune({ olderThan: last, dryRun: true })).toMatchObject({ sessions: 0, mappings: 1 });
  });

  it.each([
    ["sessions", ["x", session.id]],
    ["sessions", [1e300, session.id]],
    ["sessions", [1, "no id"]],
    ["sessions", [1]],
    ["provenance", [1, session.id]],
  ])("are refused as a forged cursor of %s with the key %j", async (list, key) => {
    const cursor = encodeCursor(list, key);
    await expect(store.listSessions({ cursor })).rejects.toMatchObject({ code: "invalid-query" });
  });

  it("are refused as a cursor with text that cannot be stored", async () => {
    const cursor = encodeCursor("outcomes", ["\ud800", "GENE", "PROTEIN"]);
    const call = store.listOutcomes({ sessionId: session.id, cursor });
    await expect(call).rejects.toMatchObject({ code: "invalid-query" });
  });
});
