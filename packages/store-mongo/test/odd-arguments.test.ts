import { freshMongo } from "@waymark/test-databases";
import type { TraceStore } from "@waymark/trace-core";
import { encodeCursor } from "@waymark/trace-core/adapter";
import { at, sampleMapping, sampleOutcome, sampleSession } from "@waymark/trace-core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openMongoTraceStore } from "../src/index.js";

/** What the driver writes in place of a lone surrogate. */
const REPLACED = "\ufffd";
const UNSTORABLE = ["\ud800", "\udc00"];

describe("odd arguments", () => {
  const { url, drop } = freshMongo();
  let store: TraceStore;
  const session = sampleSession();
  const mapping = sampleMapping({
    sourceType: REPLACED,
    sourceId: REPLACED,
    targetType: REPLACED,
    targetId: REPLACED,
  });

  beforeAll(async () => {
    store = await openMongoTraceStore({ url });
    await store.write({
      sessionStarts: [session],
      mappings: [mapping],
      outcomes: [
        sampleOutcome(session.id, [mapping], {
          sourceType: REPLACED,
          sourceId: REPLACED,
          targetType: REPLACED,
          answerFingerprint: REPLACED,
          recordedAt: at(0),
        }),
      ],
    });
  });

  afterAll(async () => {
    await store.close();
    await drop();
  });

  it.each(["sourceType", "sourceIds", "targetType", "targetIds", "answerFingerprints"])(
    "find nothing where text that cannot be stored takes the place of its %s",
    async (argument) => {
      const types = { sourceType: REPLACED, targetType: REPLACED };
      const ids = [REPLACED];
      const lookUps: [asked: object, find: (odd: object) => Promise<unknown[]>][] = [
        [{ ...types, sourceIds: ids }, (it) => store.findMappings(it as never)],
        [{ ...types, targetIds: ids }, (it) => store.findReverse(it as never)],
        [
          { ...types, sourceIds: ids, answerFingerprints: ids, since: at(0) },
          (it) => store.findAnswers(it as never),
        ],
        [
          { sessionId: session.id, sourceIds: ids },
          async (it) => (await store.listOutcomes(it as never)).items,
        ],
      ];
      for (const [asked, find] of lookUps.filter(([it]) => argument in it)) {
        expect(await find(asked)).toHaveLength(1);
        for (const odd of UNSTORABLE) {
          const value = argument.endsWith("s") ? [odd] : odd;
          expect(await find({ ...asked, [argument]: value })).toEqual([]);
        }
      }
    },
  );

  it("find nothing in the lists of an identifier that cannot be stored", async () => {
    expect((await store.listMappings({ sourceId: REPLACED })).items).toHaveLength(1);
    for (const odd of UNSTORABLE) {
      expect((await store.listMappings({ sourceId: odd })).items).toEqual([]);
      expect((await store.listMappings({ targetId: odd })).items).toEqual([]);
      expect((await store.listOutcomes({ sourceId: odd })).items).toEqual([]);
    }
  });

  it.each([
    ["sessions", [1e300, session.id]],
    ["sessions", ["x", session.id]],
    ["provenance", [1, session.id]],
  ])("are refused as a forged cursor of %s with the key %j", async (list, key) => {
    const call = store.listSessions({ cursor: encodeCursor(list, key) });
    await expect(call).rejects.toMatchObject({ code: "invalid-query" });
  });

  it("are refused as a cursor with text that cannot be stored", async () => {
    const cursor = encodeCursor("outcomes", ["\ud800", REPLACED, REPLACED]);
    const call = store.listOutcomes({ sessionId: session.id, cursor });
    await expect(call).rejects.toMatchObject({ code: "invalid-query" });
  });
});
