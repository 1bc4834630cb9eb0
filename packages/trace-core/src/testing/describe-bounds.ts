import { describe, expect, it } from "vitest";

import { uuidV7 } from "../identity/id-source.js";
import { MAX_LOOKUP_IDS } from "../trace-store-queries.js";
import {
  at,
  batchOf,
  sampleMapping,
  sampleOutcome,
  samplePathExecution,
  sampleProvenance,
  sampleRun,
  sampleSession,
} from "./sample-records.js";
import { failure, openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

const TYPES = { sourceType: "GENE", targetType: "PROTEIN" };

/** They sort before and after all unknown ids. */
const KNOWN = ["0", "z"];

export function describeBounds(subject: TraceStoreUnderTest): void {
  describe("bounds", () => {
    const context = openedForEachTest(subject);

    it("looks up as many ids in one call as the bound allows, and refuses more", async () => {
      const { store } = context;
      const run = sampleRun(MAX_LOOKUP_IDS);
      await store.write(batchOf(run));
      const sourceIds = run.mappings.map((it) => it.sourceId);
      expect(await store.findMappings({ ...TYPES, sourceIds })).toHaveLength(MAX_LOOKUP_IDS);
      expect(await store.getMappings(run.mappings.map((it) => it.id))).toHaveLength(MAX_LOOKUP_IDS);
      await failure(store.findMappings({ ...TYPES, sourceIds: [...sourceIds, "one more"] }), "invalid-query");
    });

    it("finds known ids anywhere in a list of as many ids as the bound allows", async () => {
      const { store } = context;
      const session = sampleSession();
      const execution = samplePathExecution(session.id);
      const mappings = KNOWN.map((id) => sampleMapping({ sourceId: id, targetId: id }));
      const provenance = mappings.map((it) => sampleProvenance(it, execution));
      const outcomes = mappings.map((it) => sampleOutcome(session.id, [it]));
      await store.write({
        sessionStarts: [session],
        pathExecutions: [execution],
        mappings,
        provenance,
        outcomes,
      });
      for (const ids of placed(KNOWN, MAX_LOOKUP_IDS)) {
        expect(await store.findMappings({ ...TYPES, sourceIds: ids })).toEqual(mappings);
        expect(await store.findReverse({ ...TYPES, targetIds: ids })).toEqual(mappings);
        expect(await store.listOutcomes({ sessionId: session.id, sourceIds: ids })).toEqual({
          items: outcomes,
        });
        const asked = { ...TYPES, sourceIds: ids, answerFingerprints: ["fingerprint"], since: at(0) };
        expect((await store.findAnswers(asked)).map((it) => it.outcome)).toEqual(outcomes);
      }
      for (const ids of placed([mappings[0]?.id ?? "", mappings[1]?.id ?? ""], MAX_LOOKUP_IDS)) {
        expect(new Set(await store.getMappings(ids))).toEqual(new Set(mappings));
        const listed = await store.listProvenance({ mappingIds: ids });
        expect(new Set(listed.items)).toEqual(new Set(provenance));
      }
    });

    it("finds an answer by any one of as many fingerprints as the bound allows", async () => {
      const { store } = context;
      const session = sampleSession();
      await store.write({ sessionStarts: [session], outcomes: [sampleOutcome(session.id)] });
      for (const answerFingerprints of placed(["fingerprint"], 1_000)) {
        const asked = { ...TYPES, sourceIds: ["g"], answerFingerprints, since: at(0) };
        expect(await store.findAnswers(asked)).toHaveLength(1);
      }
    });

    it("refuses more ids than the bound allows", async () => {
      const { store } = context;
      const ids = Array.from({ length: MAX_LOOKUP_IDS + 1 }, () => uuidV7());
      await failure(store.getMappings(ids), "invalid-query");
      await failure(store.findMappings({ ...TYPES, sourceIds: ids }), "invalid-query");
      await failure(store.findReverse({ ...TYPES, targetIds: ids }), "invalid-query");
      await failure(store.listOutcomes({ sessionId: uuidV7(), sourceIds: ids }), "invalid-query");
      await failure(store.listProvenance({ mappingIds: ids }), "invalid-query");
      await failure(
        store.findAnswers({ ...TYPES, sourceIds: ids, answerFingerprints: ["f"], since: at(0) }),
        "invalid-query",
      );
    });
  });
}

/** Two lists of `count` ids: one begins with the known ids, the other ends with them. */
function placed(known: readonly string[], count: number): string[][] {
  const strangers = Array.from({ length: count - known.length }, () => uuidV7());
  return [
    [...known, ...strangers],
    [...strangers, ...known],
  ];
}
