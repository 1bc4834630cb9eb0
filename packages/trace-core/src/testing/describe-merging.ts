import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { canonicalJson } from "../text/canonical-json.js";
import { compareBytes } from "../text/compare-bytes.js";
import type { EntityMapping } from "../records/entity-mapping.js";
import type { IdentifierOutcome } from "../records/identifier-outcome.js";
import {
  at,
  sampleMapping,
  sampleOutcome,
  samplePathExecution,
  sampleProvenance,
  sampleSession,
} from "./sample-records.js";
import { openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

/** Only a few, so that ties occur. */
const PROVENANCE_IDS = [
  null,
  "00000000-0000-8000-8000-000000000001",
  "0fffffff-0000-8000-8000-000000000001",
  "f0000000-0000-8000-8000-000000000001",
];

export function describeMerging(subject: TraceStoreUnderTest): void {
  describe("merging", () => {
    const context = openedForEachTest(subject);

    it("keeps the earliest and the latest time a mapping was seen, and its latest observation", async () => {
      const { store } = context;
      const old = sampleMapping({
        firstSeenAt: at(1),
        lastSeenAt: at(1),
        observedAt: at(1),
        confidence: 0.1,
      });
      const late = sampleMapping({
        firstSeenAt: at(5),
        lastSeenAt: at(9),
        observedAt: at(5),
        confidence: 0.5,
      });
      await store.write({ mappings: [late] });
      await store.write({ mappings: [old] });
      expect(await store.getMappings([late.id])).toEqual([{ ...late, firstSeenAt: at(1) }]);
    });

    it("adds provenance to a mapping that is written again", async () => {
      const { store } = context;
      const session = sampleSession();
      const executions = [samplePathExecution(session.id), samplePathExecution(session.id)];
      const mapping = sampleMapping();
      const other = sampleMapping({ sourceId: "new" });
      await store.write({ sessionStarts: [session], pathExecutions: executions, mappings: [mapping] });
      for (const it of executions) {
        await store.write({
          mappings: [mapping, other],
          provenance: [sampleProvenance(mapping, it), sampleProvenance(other, it)],
        });
      }
      expect(await store.countRecords()).toMatchObject({ mappings: 2, provenance: 4 });
    });

    it("merges mappings to the same result in any order and grouping", async () => {
      const { store } = context;
      let run = 0;
      const observation = fc.record({
        seen: fc.integer({ min: 0, max: 3 }),
        observed: fc.integer({ min: 0, max: 2 }),
        by: fc.constantFrom(...PROVENANCE_IDS),
        confidence: fc.constantFrom(0.1, 0.95, 1),
        hopCount: fc.constantFrom(2, 10),
        direction: fc.constantFrom("forward" as const, "mixed" as const),
        mappingSource: fc.constantFrom(["a"], ["a", "b"]),
        metadata: fc.constantFrom({}, { a: 1 }, { a: "\uFFFD" }, { a: "\u{1F600}" }),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(observation, { minLength: 1, maxLength: 6 }),
          fc.infiniteStream(fc.boolean()),
          async (observations, cuts) => {
            const sourceId = `merge-${String(run++)}`;
            const records = observations.map((it) =>
              sampleMapping({
                sourceId,
                firstSeenAt: at(it.seen),
                lastSeenAt: at(it.seen + 1),
                observedAt: at(it.observed),
                observedBy: it.by,
                confidence: it.confidence,
                hopCount: it.hopCount,
                direction: it.direction,
                mappingSource: it.mappingSource,
                metadata: it.metadata,
              }),
            );
            let batch: EntityMapping[] = [];
            for (const record of records) {
              batch.push(record);
              if (cuts.next().value === true) {
                await store.write({ mappings: batch });
                batch = [];
              }
            }
            await store.write({ mappings: batch });
            expect(
              await store.findMappings({ sourceType: "GENE", targetType: "PROTEIN", sourceIds: [sourceId] }),
            ).toEqual([expectedMapping(records)]);
          },
        ),
        { numRuns: 40 },
      );
    });

    it("merges outcomes to the same result in any order and grouping", async () => {
      const { store } = context;
      const session = sampleSession();
      await store.write({ sessionStarts: [session] });
      let run = 0;
      const answer = fc.record({
        time: fc.integer({ min: 0, max: 2 }),
        outcome: fc.constantFrom("not_found" as const, "obsolete" as const, "unresolved" as const),
        raw: fc.constantFrom("a", " a", "A", "\u{1F600}", "\uFFFD"),
        matchedAs: fc.constantFrom(null, "alias"),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(answer, { minLength: 1, maxLength: 6 }),
          fc.infiniteStream(fc.boolean()),
          async (answers, cuts) => {
            const sourceId = `merge-${String(run++)}`;
            const records = answers.map((it) =>
              sampleOutcome(session.id, [], {
                sourceId,
                rawIds: [it.raw],
                outcome: it.outcome,
                matchedAs: it.matchedAs,
                recordedAt: at(it.time),
                answerFingerprint: null,
              }),
            );
            let batch: IdentifierOutcome[] = [];
            for (const record of records) {
              batch.push(record);
              if (cuts.next().value === true) {
                await store.write({ outcomes: batch });
                batch = [];
              }
            }
            await store.write({ outcomes: batch });
            const { items } = await store.listOutcomes({ sessionId: session.id, sourceIds: [sourceId] });
            expect(items).toHaveLength(1);
            expect({ ...items[0], rawIds: [] }).toEqual({ ...expectedOutcome(records), rawIds: [] });
            expect(new Set(items[0]?.rawIds)).toEqual(new Set(answers.map((it) => it.raw)));
          },
        ),
        { numRuns: 40 },
      );
    });
  });
}

/** The merge rules as documented, implemented in the simplest way. */
function expectedMapping(records: readonly EntityMapping[]): EntityMapping {
  const times = (pick: (it: EntityMapping) => Date) => records.map((it) => pick(it).getTime());
  const rank = ({
    id: _i,
    firstSeenAt: _f,
    lastSeenAt: _l,
    sourceType: _a,
    sourceId: _b,
    targetType: _c,
    targetId: _d,
    observedAt,
    observedBy,
    ...rest
  }: EntityMapping): [number, string, string] => [
    observedAt.getTime(),
    observedBy ?? "",
    canonicalJson(rest),
  ];
  const [greatest] = [...records].sort((a, b) => {
    const [x, y] = [rank(a), rank(b)];
    return y[0] - x[0] || compareBytes(y[1], x[1]) || compareBytes(y[2], x[2]);
  });
  return {
    ...greatest!,
    firstSeenAt: new Date(Math.min(...times((it) => it.firstSeenAt))),
    lastSeenAt: new Date(Math.max(...times((it) => it.lastSeenAt))),
  };
}

function expectedOutcome(records: readonly IdentifierOutcome[]): IdentifierOutcome {
  const text = ({ rawIds: _rawIds, ...rest }: IdentifierOutcome) => canonicalJson(rest);
  const [greatest] = [...records].sort(
    (a, b) => b.recordedAt.getTime() - a.recordedAt.getTime() || compareBytes(text(b), text(a)),
  );
  return greatest!;
}
