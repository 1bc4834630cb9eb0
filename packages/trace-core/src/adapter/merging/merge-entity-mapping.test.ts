import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { at, sampleMapping } from "../../testing/sample-records.js";
import { canonicalJson } from "../../text/canonical-json.js";
import { mergeEntityMapping, observationText } from "./merge-entity-mapping.js";

// Only a few values of each, so that ties occur.
const mapping = fc
  .record({
    firstSeenAt: fc.integer({ min: 0, max: 2 }).map(at),
    lastSeenAt: fc.integer({ min: 2, max: 4 }).map(at),
    observedAt: fc.integer({ min: 0, max: 1 }).map(at),
    observedBy: fc.constantFrom(
      null,
      "0fffffff-0000-8000-8000-000000000001",
      "f0000000-0000-8000-8000-000000000001",
    ),
    confidence: fc.constantFrom(0.5, 0.9),
    metadata: fc.constantFrom({}, { a: "\uFFFD" }, { a: "\u{1F600}" }),
  })
  .map((fields) => sampleMapping(fields));

describe("mergeEntityMapping", () => {
  it("is commutative", () => {
    fc.assert(
      fc.property(mapping, mapping, (a, b) => {
        expect(mergeEntityMapping(a, b)).toEqual(mergeEntityMapping(b, a));
      }),
    );
  });

  it("is associative", () => {
    fc.assert(
      fc.property(mapping, mapping, mapping, (a, b, c) => {
        const left = mergeEntityMapping(mergeEntityMapping(a, b), c);
        expect(left).toEqual(mergeEntityMapping(a, mergeEntityMapping(b, c)));
      }),
    );
  });

  it("changes nothing when a mapping is merged with itself, or again into a merged one", () => {
    fc.assert(
      fc.property(mapping, mapping, (a, b) => {
        expect(mergeEntityMapping(a, a)).toEqual(a);
        const merged = mergeEntityMapping(a, b);
        expect(mergeEntityMapping(merged, b)).toEqual(merged);
      }),
    );
  });

  it("ranks an observation without provenance below all others of the same time", () => {
    const known = sampleMapping({ observedBy: "00000000-0000-8000-8000-000000000001", confidence: 0.1 });
    expect(mergeEntityMapping(sampleMapping({ confidence: 1 }), known)).toEqual(known);
  });
});

describe("observationText", () => {
  it("is the canonical JSON of the observation", () => {
    const texts = fc.array(fc.string({ unit: "grapheme" }), { maxLength: 3 });
    const observation = fc.record({
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      hopCount: fc.nat(),
      isDerived: fc.boolean(),
      derivationPath: texts,
      mappingSource: texts,
      metadata: fc.constantFrom({}, { b: 1, a: ["\uFFFD", null] }),
    });
    fc.assert(
      fc.property(observation, (fields) => {
        const mapping = sampleMapping(fields);
        expect(observationText(mapping)).toBe(canonicalJson({ ...fields, direction: mapping.direction }));
      }),
    );
  });
});
