import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { HP, loadSssomText, MP, sssomHits, sssomRow, sssomSet } from "../../../test/support/sssom-set.js";
import { DeclaredType } from "../../types/declared-type.js";

const REVERSIBLE = [{ name: "m", source: { type: HP }, target: { type: MP }, isReversible: true }];

describe("A mapping set", () => {
  it("gives each target with the row's confidence and predicate", async () => {
    const loaded = await loadSssomText(
      sssomSet(
        sssomRow("HP:1", "skos:exactMatch", "MP:1", "0.8"),
        sssomRow("HP:1", "owl:equivalentClass", "MP:2"),
        sssomRow("HP:2", "owl:sameAs", "MP:1", "0"),
      ),
    );
    expect(await sssomHits(loaded, "HP:1")).toEqual([
      { identifier: "MP:1", confidence: 0.8, matchedAs: "skos:exactMatch" },
      { identifier: "MP:2", confidence: null, matchedAs: "owl:equivalentClass" },
    ]);
    expect(await sssomHits(loaded, "HP:2")).toMatchObject([{ confidence: 0 }]);
    expect(await sssomHits(loaded, "HP:3")).toEqual([]);
    expect(loaded.resource.maps).toMatchObject([
      { name: "m", sourceType: "HP", targetType: "MP", relation: "same", isReversible: false },
    ]);
  });

  it("uses mappings with predicates of identity, or with the chosen ones, in any case of their prefix", async () => {
    const text = sssomSet(
      sssomRow("HP:1", "skos:broadMatch", "MP:1"),
      sssomRow("HP:1", "SKOS:closeMatch", "MP:2"),
      sssomRow("HP:1", "owl:equivalentProperty", "MP:3"),
    );
    const targets = async (predicates?: readonly string[]): Promise<string[]> =>
      (await sssomHits(await loadSssomText(text, predicates && { predicates }), "HP:1")).map(
        (it) => it.identifier,
      );
    expect(await targets()).toEqual(["MP:3"]);
    expect(await targets(["skos:broadMatch", "Skos:closeMatch"])).toEqual(["MP:1", "MP:2"]);
  });

  it("is read backwards by the inverse predicate, if there is one", async () => {
    const loaded = await loadSssomText(
      sssomSet(
        sssomRow("HP:1", "skos:broadMatch", "MP:1", "0.7"),
        sssomRow("HP:2", "skos:exactMatch", "MP:1"),
        sssomRow("HP:3", "rdfs:subClassOf", "MP:1", "1"),
      ),
      { predicates: ["skos:broadMatch", "skos:exactMatch", "rdfs:subClassOf"], maps: REVERSIBLE },
    );
    expect(await sssomHits(loaded, "MP:1", "reverse")).toEqual([
      { identifier: "HP:1", confidence: 0.7, matchedAs: "skos:narrowMatch" },
      { identifier: "HP:2", confidence: null, matchedAs: "skos:exactMatch" },
    ]);
    expect(await sssomHits(loaded, "HP:3")).toMatchObject([{ matchedAs: "rdfs:subClassOf" }]);
  });

  it("is not read backwards unless declared reversible", async () => {
    const loaded = await loadSssomText(sssomSet(sssomRow("HP:1", "skos:exactMatch", "MP:1")));
    await expect(sssomHits(loaded, "MP:1", "reverse")).rejects.toThrow("cannot be read backwards");
  });

  it("keeps the mapping of a pair with the highest confidence, in the place of the first", async () => {
    const loaded = await loadSssomText(
      sssomSet(
        sssomRow("HP:1", "skos:exactMatch", "MP:1", "0.5"),
        sssomRow("HP:1", "skos:exactMatch", "MP:2", "0.6"),
        sssomRow("HP:1", "owl:sameAs", "MP:1", "0.9"),
        sssomRow("HP:1", "skos:exactMatch", "MP:1", "0.7"),
      ),
    );
    expect(await sssomHits(loaded, "HP:1")).toMatchObject([
      { identifier: "MP:1", confidence: 0.9, matchedAs: "owl:sameAs" },
      { identifier: "MP:2", confidence: 0.6 },
    ]);
    expect(loaded.duplicates).toBe(2);
  });

  it("leaves out mappings below the minimum confidence; one without a confidence counts as 0.95", async () => {
    const text = sssomSet(
      sssomRow("HP:1", "skos:exactMatch", "MP:1", "0.9"),
      sssomRow("HP:1", "skos:exactMatch", "MP:2"),
    );
    expect(await sssomHits(await loadSssomText(text, { minConfidence: 0.95 }), "HP:1")).toMatchObject([
      { identifier: "MP:2" },
    ]);
    expect(await sssomHits(await loadSssomText(text, { minConfidence: 0.96 }), "HP:1")).toEqual([]);
  });

  it("turns denied mappings into vetoes, not hits, in either direction", async () => {
    const loaded = await loadSssomText(
      sssomSet(
        sssomRow("HP:1", "skos:exactMatch", "MP:1", "-", "Not"),
        sssomRow("MP:2", "skos:exactMatch", "HP:2", "-", "Not"),
        sssomRow("HP:1", "owl:sameAs", "MP:1", "-", "Not"),
        sssomRow("HP:3", "skos:closeMatch", "MP:3", "-", "Not"),
        sssomRow("HP:4", "skos:exactMatch", "MP:4"),
      ),
    );
    expect(await sssomHits(loaded, "HP:1")).toEqual([]);
    expect(loaded.resource.vetoes).toEqual([
      {
        sourceType: "HP",
        sourceId: "HP:1",
        targetType: "MP",
        targetId: "MP:1",
        reason: "not skos:exactMatch (line 6)",
      },
      {
        sourceType: "HP",
        sourceId: "HP:2",
        targetType: "MP",
        targetId: "MP:2",
        reason: "not skos:exactMatch (line 7)",
      },
    ]);
  });

  it("does not veto a pair that is not exact but broad, if both predicates are chosen", async () => {
    const loaded = await loadSssomText(
      sssomSet(
        sssomRow("HP:1", "skos:exactMatch", "MP:1", "-", "Not"),
        sssomRow("HP:1", "skos:broadMatch", "MP:1"),
      ),
      { predicates: ["skos:exactMatch", "skos:broadMatch"] },
    );
    expect(loaded.resource.vetoes).toEqual([]);
    expect(await sssomHits(loaded, "HP:1")).toMatchObject([{ matchedAs: "skos:broadMatch" }]);
  });

  it("does not take NoTermFound as an identifier, on either side", async () => {
    const loaded = await loadSssomText(
      sssomSet(
        sssomRow("HP:1", "skos:exactMatch", "sssom:NoTermFound"),
        sssomRow("sssom:NoTermFound", "skos:exactMatch", "MP:1"),
        sssomRow("HP:2", "skos:exactMatch", "sssom:NoTermFound", "-", "Not"),
      ),
      { maps: REVERSIBLE },
    );
    expect(await sssomHits(loaded, "HP:1")).toEqual([]);
    expect(await sssomHits(loaded, "sssom:NoTermFound")).toEqual([]);
    expect(await sssomHits(loaded, "MP:1", "reverse")).toEqual([]);
    expect(loaded.resource.vetoes).toEqual([]);
    expect(loaded.rowsSkipped).toBe(0);
  });

  it("normalises identifiers by the rules of their types, and counts those that break them", async () => {
    const padded = new DeclaredType("HP", { pattern: "HP:\\d{3}", zeroPad: 3 });
    const bare = new DeclaredType("MP", { pattern: "\\d+" });
    const loaded = await loadSssomText(
      sssomSet(
        sssomRow("hp:1", "skos:exactMatch", "mp:17"),
        sssomRow("HP:1x", "skos:exactMatch", "MP:18"),
        sssomRow("HP:2", "skos:exactMatch", "MP:x"),
      ),
      {
        maps: [
          { name: "m", source: { type: padded, prefixes: ["hp"] }, target: { type: bare, prefixes: ["MP"] } },
        ],
      },
    );
    expect(await sssomHits(loaded, "HP:001")).toMatchObject([{ identifier: "17" }]);
    expect(await sssomHits(loaded, "HP:002")).toEqual([]);
    expect(loaded.identifiersSkipped).toBe(2);
    expect(loaded.firstSkipped.map((it) => it.line)).toEqual([7, 8]);
  });

  it("looks up without regard to case last, for a type that folds case", async () => {
    const folding = new DeclaredType("HP", { foldCase: "last" });
    const loaded = await loadSssomText(sssomSet(sssomRow("HP:a", "skos:exactMatch", "MP:1", "0.5")), {
      maps: [{ name: "m", source: { type: folding }, target: { type: MP } }],
    });
    expect(loaded.resource.maps[0]?.ranks).toMatchObject([{ name: null }, { name: "case folded" }]);
    expect(await sssomHits(loaded, "HP:A")).toEqual([]);
    expect(await sssomHits(loaded, "HP:A", "forward", 1)).toEqual([
      { identifier: "MP:1", confidence: 0.45, matchedAs: "skos:exactMatch (case folded)" },
    ]);
  });

  it("gives several maps from one file, each by the prefixes of its sides", async () => {
    const side = (type: DeclaredType, ...prefixes: string[]) => ({ type, prefixes });
    const loaded = await loadSssomText(
      sssomSet(sssomRow("HP:1", "skos:exactMatch", "MP:1"), sssomRow("MP:2", "skos:exactMatch", "HP:2")),
      {
        maps: [
          { name: "m", source: side(HP, "HP"), target: side(MP, "MP") },
          { name: "back", source: side(MP, "MP"), target: side(HP, "HP") },
          { name: "both", source: side(HP, "hp", "mp"), target: side(MP, "mp", "hp"), relation: "other" },
        ],
      },
    );
    expect([...loaded.identifiers]).toEqual([
      ["m", 1],
      ["back", 1],
      ["both", 2],
    ]);
    expect(await sssomHits(loaded, "MP:2", "forward", 0, "back")).toMatchObject([{ identifier: "HP:2" }]);
  });

  it("knows backwards what it knows forwards, whatever the rows", async () => {
    const rows = fc.array(
      fc.record({
        subject: fc.constantFrom("HP:1", "hp:1", "HP:2", "sssom:NoTermFound"),
        predicate: fc.constantFrom("skos:exactMatch", "skos:broadMatch", "skos:relatedMatch"),
        object: fc.constantFrom("MP:1", "MP:2", "mp:2"),
        confidence: fc.constantFrom("-", "0.1", "0.95", "1"),
      }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(rows, async (all) => {
        const loaded = await loadSssomText(
          sssomSet(...all.map((it) => sssomRow(it.subject, it.predicate, it.object, it.confidence))),
          { predicates: ["skos:exactMatch", "skos:broadMatch"], maps: REVERSIBLE },
        );
        for (const source of ["HP:1", "HP:2"]) {
          for (const hit of await sssomHits(loaded, source)) {
            const back = await sssomHits(loaded, hit.identifier, "reverse");
            expect(back).toContainEqual({
              identifier: source,
              confidence: hit.confidence,
              matchedAs: hit.matchedAs?.replace("broad", "narrow"),
            });
            const worths = all
              .filter(
                (it) =>
                  it.subject.toUpperCase() === source &&
                  it.object.toUpperCase() === hit.identifier &&
                  it.predicate !== "skos:relatedMatch",
              )
              .map((it) => (it.confidence === "-" ? 0.95 : Number(it.confidence)));
            expect(hit.confidence ?? 0.95).toBe(Math.max(...worths));
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});
