import { describe, expect, it } from "vitest";

import { uuidV7 } from "../identity/id-source.js";
import { sampleMapping } from "./sample-records.js";
import { openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

const TYPES = { sourceType: "GENE", targetType: "PROTEIN" };

/** In the order of their bytes, which differs from every locale's and from that of UTF-16. */
const BY_BYTES = [" a", "A", "B", "a", "a ", "b", "z", "ä", "\uFFFD", "\u{1F600}"];

export function describeMappings(subject: TraceStoreUnderTest): void {
  describe("mappings", () => {
    const context = openedForEachTest(subject);

    it("finds every known target of every id, sorted by bytes", async () => {
      const { store } = context;
      const mappings = BY_BYTES.flatMap((sourceId) => [
        sampleMapping({ sourceId, targetId: "q" }),
        sampleMapping({ sourceId, targetId: "\u{1F600}" }),
        sampleMapping({ sourceId, targetId: "\uFFFD" }),
      ]);
      await store.write({ mappings: [...mappings].reverse() });
      const found = await store.findMappings({ ...TYPES, sourceIds: [...BY_BYTES].reverse() });
      expect(found.map((it) => [it.sourceId, it.targetId])).toEqual(
        BY_BYTES.flatMap((id) => ["q", "\uFFFD", "\u{1F600}"].map((target) => [id, target])),
      );
    });

    it("finds every known source of every target, sorted by bytes", async () => {
      const { store } = context;
      await store.write({ mappings: BY_BYTES.map((sourceId) => sampleMapping({ sourceId })).reverse() });
      await store.write({ mappings: [sampleMapping({ sourceId: "x", targetId: "other" })] });
      const found = await store.findReverse({ ...TYPES, targetIds: ["p", "unknown"] });
      expect(found.map((it) => it.sourceId)).toEqual(BY_BYTES);
    });

    it("answers repeated ids once and leaves out unknown ones", async () => {
      const { store } = context;
      const mapping = sampleMapping();
      await store.write({ mappings: [mapping] });
      expect(await store.findMappings({ ...TYPES, sourceIds: ["g", "nobody", "g"] })).toEqual([mapping]);
      expect(await store.findReverse({ ...TYPES, targetIds: ["p", "nobody", "p"] })).toEqual([mapping]);
      expect(await store.getMappings([mapping.id, uuidV7(), mapping.id, "nonsense"])).toEqual([mapping]);
      expect(await store.findMappings({ ...TYPES, sourceIds: [] })).toEqual([]);
      expect(await store.findReverse({ ...TYPES, targetIds: [] })).toEqual([]);
      expect(await store.getMappings([])).toEqual([]);
    });

    it("distinguishes types, and identifiers by case and white space", async () => {
      const { store } = context;
      await store.write({ mappings: [sampleMapping(), sampleMapping({ targetType: "OTHER" })] });
      expect(await store.findMappings({ ...TYPES, sourceIds: ["g"] })).toHaveLength(1);
      expect(await store.findMappings({ ...TYPES, sourceIds: ["G", "g ", " g"] })).toEqual([]);
      expect(await store.findMappings({ ...TYPES, sourceType: "PROTEIN", sourceIds: ["g"] })).toEqual([]);
    });

    it("distinguishes keys whose joined parts are equal", async () => {
      const { store } = context;
      const one = sampleMapping({ sourceType: "A", sourceId: "BC", targetId: "x|y" });
      const two = sampleMapping({ sourceType: "AB", sourceId: "C", targetId: "x|y" });
      await store.write({ mappings: [one, two] });
      expect(one.id).not.toBe(two.id);
      expect(await store.countRecords()).toMatchObject({ mappings: 2 });
    });

    it("filters by age, by its own clock", async () => {
      const { store } = context;
      const now = Date.now();
      const young = sampleMapping({ sourceId: "young", lastSeenAt: new Date(now) });
      const old = sampleMapping({
        sourceId: "old",
        firstSeenAt: new Date(0),
        lastSeenAt: new Date(now - 86_400_000),
      });
      await store.write({ mappings: [young, old] });
      const sourceIds = ["young", "old"];
      expect(await store.findMappings({ ...TYPES, sourceIds, maxAgeMs: 3_600_000 })).toEqual([young]);
      expect(await store.findMappings({ ...TYPES, sourceIds, maxAgeMs: 2 * 86_400_000 })).toHaveLength(2);
      expect(await store.findReverse({ ...TYPES, targetIds: ["p"], maxAgeMs: 3_600_000 })).toEqual([young]);
    });

    it("applies a maximum age of 0", async () => {
      const { store } = context;
      const old = sampleMapping({ sourceId: "old" });
      const coming = sampleMapping({ sourceId: "coming", lastSeenAt: new Date("9000-01-01T00:00:00.000Z") });
      await store.write({ mappings: [old, coming] });
      const sourceIds = ["old", "coming"];
      expect(await store.findMappings({ ...TYPES, sourceIds, maxAgeMs: 0 })).toEqual([coming]);
      expect(await store.findReverse({ ...TYPES, targetIds: ["p"], maxAgeMs: 0 })).toEqual([coming]);
    });

    it("filters by confidence with an inclusive bound, exact to the last bit", async () => {
      const { store } = context;
      const confidence = 0.95 * 0.95 * 0.7;
      const mapping = sampleMapping({ confidence });
      await store.write({ mappings: [mapping] });
      expect(await store.findMappings({ ...TYPES, sourceIds: ["g"], minConfidence: confidence })).toEqual([
        mapping,
      ]);
      expect(
        await store.findMappings({ ...TYPES, sourceIds: ["g"], minConfidence: confidence + 1e-15 }),
      ).toEqual([]);
      expect(await store.findReverse({ ...TYPES, targetIds: ["p"], minConfidence: 1 })).toEqual([]);
    });

    it("stores any well-formed text up to 512 bytes as an identifier", async () => {
      const { store } = context;
      const identifiers = [
        "x".repeat(512),
        "\u{1F600}".repeat(128),
        "tab\tnewline\nreturn\r",
        `'";--\\%_$1?:{}[]`,
        "\u0001\u001F\u007F\u0085\u2028",
        "\u00E9",
        "e\u0301",
      ];
      await store.write({
        mappings: identifiers.map((sourceId) => sampleMapping({ sourceId, targetId: sourceId })),
      });
      const found = await store.findMappings({ ...TYPES, sourceIds: identifiers });
      expect(new Set(found.map((it) => it.sourceId))).toEqual(new Set(identifiers));
      expect(found.every((it) => it.targetId === it.sourceId)).toBe(true);
    });
  });
}
