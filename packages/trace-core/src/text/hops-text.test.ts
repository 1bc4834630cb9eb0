import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { RELATIONS, type ProvenanceHop } from "../records/entity-mapping-provenance.js";
import { canonicalJson } from "./canonical-json.js";
import { hopsText } from "./hops-text.js";

const text = fc.string({ unit: "grapheme", minLength: 1 });
const hop: fc.Arbitrary<ProvenanceHop> = fc.record({
  type: fc.constantFrom("A", "B"),
  identifier: text,
  resource: fc.oneof(fc.constant("table"), text),
  map: fc.option(text),
  release: fc.option(text),
  direction: fc.constantFrom("forward", "reverse"),
  relation: fc.constantFrom(...RELATIONS),
  matchedAs: fc.option(text),
  confidence: fc.oneof(fc.constantFrom(0, 0.95, 1), fc.double({ min: 0, max: 1, noNaN: true })),
});

describe("hopsText", () => {
  it("is the canonical JSON of any hops, whatever was written before", () => {
    fc.assert(
      fc.property(fc.array(fc.array(hop, { maxLength: 20 })), (lists) => {
        for (const hops of lists) expect(hopsText(hops)).toBe(canonicalJson(hops));
      }),
    );
  });

  it("is correct for hops that differ only in their identifier", () => {
    const alike = (identifier: string): ProvenanceHop => ({
      type: "A",
      identifier,
      resource: "table",
      map: null,
      release: "2026-01",
      direction: "forward",
      relation: "same",
      matchedAs: null,
      confidence: 0.95,
    });
    for (const identifier of ["P04637", 'a "quoted" one', "back\\slash", "line\nbreak", "\u007f", "Δ"])
      expect(hopsText([alike(identifier)])).toBe(canonicalJson([alike(identifier)]));
  });
});
