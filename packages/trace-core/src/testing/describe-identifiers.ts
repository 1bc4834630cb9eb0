import { describe, expect, it } from "vitest";

import { compareBytes } from "../text/compare-bytes.js";
import { uuidV7 } from "../identity/id-source.js";
import type { EntityMapping } from "../records/entity-mapping.js";
import type { IdentifierOutcome } from "../records/identifier-outcome.js";
import { at, batchOf, sampleMapping, sampleOutcome, sampleRun, sampleSession } from "./sample-records.js";
import { failure, openedForEachTest, walk, type TraceStoreUnderTest } from "./store-under-test.js";

/** Ids that sort differently by UTF-16, by locale and by bytes. */
const ODD_IDS = ["b", "B", "a", "\u{1F9EC}", "\uFF21", "é", "e", "10", "9", "'; --", "%", "a b"];

const TYPE_PAIRS = [
  ["GENE", "PROTEIN"],
  ["GENE", "DISEASE"],
  ["SYMBOL", "PROTEIN"],
  ["symbol", "GENE"],
] as const;

export function describeIdentifiers(subject: TraceStoreUnderTest): void {
  describe("identifiers", () => {
    const context = openedForEachTest(subject);

    /** Every id with every pair of types, each mapped to two targets and to itself. */
    const oddMappings = (): EntityMapping[] =>
      TYPE_PAIRS.flatMap(([sourceType, targetType]) =>
        ODD_IDS.flatMap((sourceId) =>
          ["t", "u", sourceId].map((targetId) =>
            sampleMapping({ sourceType, sourceId, targetType, targetId }),
          ),
        ),
      );

    it.each([1, 5, 1_000])(
      "lists the answers to an identifier in all sessions, in pages of %i",
      async (limit) => {
        const { store } = context;
        const sessions = Array.from({ length: 4 }, () => sampleSession());
        const outcomes = sessions.flatMap(({ id }, i) =>
          TYPE_PAIRS.flatMap(([sourceType, targetType]) => [
            sampleOutcome(id, [], { sourceType, targetType, sourceId: "x" }),
            sampleOutcome(id, [], { sourceType, targetType, sourceId: `x${String(i)}` }),
          ]),
        );
        await store.write({ sessionStarts: sessions, outcomes });
        const expected = outcomes
          .filter((it) => it.sourceId === "x")
          .sort(
            (a, b) =>
              compareBytes(b.sourceType, a.sourceType) ||
              compareBytes(b.targetType, a.targetType) ||
              compareBytes(b.sessionId, a.sessionId),
          );
        expect(await walk((page) => store.listOutcomes({ ...page, sourceId: "x" }), limit)).toEqual(expected);
        expect((await store.listOutcomes({ sourceId: "x2" })).items).toHaveLength(TYPE_PAIRS.length);
        expect(await store.listOutcomes({ sourceId: "nobody" })).toEqual({ items: [] });
      },
    );

    it("lists an identifier's answers in their merged state, without those of a deleted session", async () => {
      const { store } = context;
      const [kept, deleted] = [sampleSession(), sampleSession()];
      const outcome = (sessionId: string, milliseconds: number, rawId: string): IdentifierOutcome =>
        sampleOutcome(sessionId, [], { recordedAt: at(milliseconds), rawIds: [rawId] });
      await store.write({
        sessionStarts: [kept, deleted],
        outcomes: [outcome(kept.id, 1, "g "), outcome(deleted.id, 1, "g")],
      });
      await store.write({ outcomes: [outcome(kept.id, 2, "g")] });
      await store.deleteSession(deleted.id);
      expect((await store.listOutcomes({ sourceId: "g" })).items).toEqual([
        { ...outcome(kept.id, 2, "g"), rawIds: ["g", "g "] },
      ]);
    });

    it.each([1, 7, 1_000])("lists all mappings by source, sorted by bytes, in pages of %i", async (limit) => {
      const { store } = context;
      const mappings = oddMappings();
      await store.write({ mappings });
      const seen = await walk((page) => store.listMappings(page), limit);
      expect(seen).toEqual(mappings.sort(bySource));
    });

    it.each([1, 4, 1_000])(
      "lists what an identifier of any type is mapped to, in pages of %i",
      async (limit) => {
        const { store } = context;
        const mappings = oddMappings();
        await store.write({ mappings });
        for (const sourceId of ODD_IDS) {
          const seen = await walk((page) => store.listMappings({ ...page, sourceId }), limit);
          expect(seen).toEqual(mappings.filter((it) => it.sourceId === sourceId).sort(bySource));
        }
        expect(await store.listMappings({ sourceId: "nobody" })).toEqual({ items: [] });
        expect(await store.listMappings({ sourceId: "" })).toEqual({ items: [] });
      },
    );

    it.each([1, 4, 1_000])(
      "lists what is mapped to an identifier of any type, in pages of %i",
      async (limit) => {
        const { store } = context;
        const mappings = oddMappings();
        await store.write({ mappings });
        for (const targetId of ["t", ...ODD_IDS]) {
          const seen = await walk((page) => store.listMappings({ ...page, targetId }), limit);
          const expected = mappings
            .filter((it) => it.targetId === targetId)
            .sort(
              (a, b) =>
                compareBytes(a.targetType, b.targetType) ||
                compareBytes(a.sourceType, b.sourceType) ||
                compareBytes(a.id, b.id),
            );
          expect(seen).toEqual(expected);
        }
        expect(await store.listMappings({ targetId: "nobody" })).toEqual({ items: [] });
      },
    );

    it("lists mappings in their merged state, without those that only a deleted session observed", async () => {
      const { store } = context;
      const [kept, deleted] = [sampleRun(2, { prefix: "k" }), sampleRun(2, { prefix: "d" })];
      await store.write(batchOf(kept));
      await store.write(batchOf(deleted));
      await store.write({ mappings: kept.mappings.map((it) => ({ ...it, lastSeenAt: at(900) })) });
      await store.deleteSession(deleted.session.id);
      expect((await store.listMappings()).items).toEqual(
        kept.mappings.map((it) => ({ ...it, lastSeenAt: at(900) })),
      );
      const [gone] = deleted.mappings;
      expect((await store.listMappings({ sourceId: gone?.sourceId ?? "" })).items).toEqual([]);
      expect((await store.listMappings({ targetId: gone?.targetId ?? "" })).items).toEqual([]);
    });

    it("sees each mapping that existed at the start of the walk exactly once, whatever is written meanwhile", async () => {
      const { store } = context;
      const run = sampleRun(20, { prefix: "m" });
      await store.write(batchOf(run));
      let later = 0;
      const seen = await walk(async (page) => {
        const result = await store.listMappings(page);
        later += 1;
        // Updates the existing mappings, and adds new ones before and after the current position of the walk.
        await store.write({
          mappings: [
            ...run.mappings.map((it) => ({ ...it, lastSeenAt: at(100 + later) })),
            ...(later < 12
              ? sampleRun(1, { prefix: `${later % 2 === 0 ? "a" : "z"}${String(later)}` }).mappings
              : []),
          ],
        });
        return result;
      }, 3);
      const ids = seen.map((it) => it.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toEqual(expect.arrayContaining(run.mappings.map((it) => it.id)));
    });

    it.each([1, 7, 1_000])(
      "lists the provenance of many mappings in one walk, in pages of %i",
      async (limit) => {
        const { store } = context;
        const runs = [sampleRun(5), sampleRun(5), sampleRun(5)];
        for (const run of runs) await store.write(batchOf(run));
        const mappings = runs[0]?.mappings ?? [];
        const wanted = [mappings[3], mappings[0], mappings[4]].map((it) => it?.id ?? "");
        const mappingIds = [...wanted, uuidV7(), "nonsense", wanted[0] ?? ""];
        const expected = runs
          .flatMap((it) => it.provenance)
          .filter((it) => wanted.includes(it.mappingId))
          .sort((a, b) => compareBytes(b.pathExecutionId, a.pathExecutionId) || compareBytes(b.id, a.id));
        expect(expected).toHaveLength(9);
        expect(await walk((page) => store.listProvenance({ ...page, mappingIds }), limit)).toEqual(expected);
        expect(await store.listProvenance({ mappingIds: [] })).toEqual({ items: [] });
        expect(await store.listProvenance({ mappingIds: ["nonsense"] })).toEqual({ items: [] });
      },
    );

    it("refuses a cursor of another list, even of the same kind of records", async () => {
      const { store } = context;
      await store.write({ mappings: oddMappings() });
      const { nextCursor: cursor = "" } = await store.listMappings({ targetId: "t", limit: 1 });
      expect(cursor).not.toBe("");
      await failure(store.listMappings({ sourceId: "a", cursor }), "invalid-query");
      await failure(store.listMappings({ cursor }), "invalid-query");
    });
  });
}

function bySource(a: EntityMapping, b: EntityMapping): number {
  return (
    compareBytes(a.sourceId, b.sourceId) ||
    compareBytes(a.sourceType, b.sourceType) ||
    compareBytes(a.targetType, b.targetType) ||
    compareBytes(a.id, b.id)
  );
}
