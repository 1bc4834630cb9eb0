import { describe, expect, it } from "vitest";

import { compareBytes } from "../text/compare-bytes.js";
import type { TraceStore } from "../trace-store.js";
import type { CachedAnswer, FindAnswersQuery } from "../trace-store-queries.js";
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

export function describeAnswers(subject: TraceStoreUnderTest): void {
  describe("answers", () => {
    const context = openedForEachTest(subject);

    const find = (store: TraceStore, query: Partial<FindAnswersQuery> = {}): Promise<CachedAnswer[]> =>
      store.findAnswers({
        sourceType: "GENE",
        targetType: "PROTEIN",
        sourceIds: ["g"],
        answerFingerprints: ["fingerprint"],
        since: at(-1_000),
        ...query,
      });

    it("returns an answer with its mappings, in the order of its targets, and their provenance", async () => {
      const { store } = context;
      const session = sampleSession();
      const execution = samplePathExecution(session.id);
      const good = sampleMapping({ targetId: "z", confidence: 0.9 });
      const fair = sampleMapping({ targetId: "a", confidence: 0.5 });
      const outcome = sampleOutcome(session.id, [fair, good]);
      const provenance = [sampleProvenance(good, execution), sampleProvenance(fair, execution)];
      await store.write({
        sessionStarts: [session],
        pathExecutions: [execution],
        mappings: [good, fair],
        provenance,
        outcomes: [outcome],
      });
      const [answer] = await find(store);
      expect(answer?.outcome).toEqual(outcome);
      expect(answer?.mappings).toEqual([good, fair]);
      expect(new Set(answer?.provenance.map((it) => it.id))).toEqual(new Set(provenance.map((it) => it.id)));
    });

    it("sorts the mappings of an answer like its targets, and their provenance by mapping, then by id", async () => {
      const { store } = context;
      const session = sampleSession();
      const executions = [0, 1, 2].map(() => samplePathExecution(session.id));
      // Ordered by confidence, so that neither the ids nor the target ids are in order.
      const mappings = ["d", "a", "f", "c", "e", "b"].map((targetId, i) =>
        sampleMapping({ targetId, confidence: 1 - i / 10 }),
      );
      const provenance = mappings.flatMap((it) =>
        executions.map((execution) => sampleProvenance(it, execution)),
      );
      const outcome = sampleOutcome(session.id, mappings);
      await store.write({
        sessionStarts: [session],
        pathExecutions: executions,
        mappings,
        provenance,
        outcomes: [outcome],
      });
      const sorted = provenance.sort(
        (a, b) => compareBytes(a.mappingId, b.mappingId) || compareBytes(a.id, b.id),
      );
      expect(await find(store)).toEqual([{ outcome, mappings, provenance: sorted }]);
    });

    it("returns only the provenance of the session that answered", async () => {
      const { store } = context;
      const [first, second] = [sampleRun(1), sampleRun(1)];
      await store.write(batchOf(first));
      await store.write({ ...batchOf(second), outcomes: [] });
      const [answer] = await find(store, { sourceIds: ["g000000"] });
      expect(answer?.provenance).toEqual(first.provenance);
    });

    it("returns the latest answer by time, then by session", async () => {
      const { store } = context;
      const sessions = [sampleSession(), sampleSession(), sampleSession()];
      const times = [at(50), at(70), at(70)];
      await store.write({
        sessionStarts: sessions,
        outcomes: sessions.map((it, i) => sampleOutcome(it.id, [], { recordedAt: times[i] ?? at(0) })),
      });
      const expected = [sessions[1]?.id, sessions[2]?.id].sort().at(-1);
      expect((await find(store)).map((it) => it.outcome.sessionId)).toEqual([expected]);
    });

    it("returns only answers with one of the fingerprints", async () => {
      const { store } = context;
      const sessions = ["old", "new", "other"].map((fingerprint, i) => ({
        session: sampleSession(),
        fingerprint,
        i,
      }));
      await store.write({
        sessionStarts: sessions.map((it) => it.session),
        outcomes: sessions.map(({ session, fingerprint, i }) =>
          sampleOutcome(session.id, [], { answerFingerprint: fingerprint, recordedAt: at(i) }),
        ),
      });
      const found = await find(store, { answerFingerprints: ["nothing", "new", "old"] });
      expect(found.map((it) => it.outcome.answerFingerprint)).toEqual(["new"]);
      expect(await find(store, { answerFingerprints: ["nothing"] })).toEqual([]);
      expect(await find(store, { answerFingerprints: [] })).toEqual([]);
    });

    it("never serves an answer without a fingerprint, or one that was itself served from the cache", async () => {
      const { store } = context;
      const [origin, later] = [sampleSession(), sampleSession()];
      await store.write({
        sessionStarts: [origin, later],
        outcomes: [
          sampleOutcome(origin.id, [], { recordedAt: at(1) }),
          sampleOutcome(later.id, [], { recordedAt: at(2), servedFrom: "cache", answeredBy: origin.id }),
          sampleOutcome(origin.id, [], { sourceId: "n", answerFingerprint: null }),
        ],
      });
      const found = await find(store, { sourceIds: ["g", "n"] });
      expect(found.map((it) => it.outcome.sessionId)).toEqual([origin.id]);
    });

    it("returns answers recorded at the given time or later, but none from before", async () => {
      const { store } = context;
      const session = sampleSession();
      await store.write({
        sessionStarts: [session],
        outcomes: [sampleOutcome(session.id, [], { recordedAt: at(5) })],
      });
      expect(await find(store, { since: at(5) })).toHaveLength(1);
      expect(await find(store, { since: at(6) })).toEqual([]);
    });

    it("sorts answers by source id, and leaves out ids without an answer", async () => {
      const { store } = context;
      const run = sampleRun(3);
      await store.write(batchOf(run));
      const found = await find(store, { sourceIds: ["g000002", "nobody", "g000000", "g000002"] });
      expect(found.map((it) => it.outcome.sourceId)).toEqual(["g000000", "g000002"]);
      expect(await find(store, { sourceIds: ["g000000"], targetType: "OTHER" })).toEqual([]);
    });

    it("refuses more fingerprints than the bound allows", async () => {
      const answerFingerprints = Array.from({ length: 1_001 }, (_, i) => String(i));
      await failure(find(context.store, { answerFingerprints }), "invalid-query");
    });
  });
}
