import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { at, sampleOutcome } from "../../testing/sample-records.js";
import { mergeIdentifierOutcome, uniteRawIds } from "./merge-identifier-outcome.js";

const SESSION = "00000000-0000-7000-8000-000000000001";

// Only a few values of each, so that ties occur.
const outcome = fc
  .record({
    rawIds: fc.array(fc.constantFrom("a", "A", " a", "\uFFFD", "\u{1F600}"), { minLength: 1, maxLength: 4 }),
    outcome: fc.constantFrom("not_found" as const, "obsolete" as const),
    matchedAs: fc.constantFrom(null, "alias"),
    recordedAt: fc.integer({ min: 0, max: 1 }).map(at),
  })
  .map((fields) => sampleOutcome(SESSION, [], fields));

describe("mergeIdentifierOutcome", () => {
  it("is commutative", () => {
    fc.assert(
      fc.property(outcome, outcome, (a, b) => {
        expect(mergeIdentifierOutcome(a, b)).toEqual(mergeIdentifierOutcome(b, a));
      }),
    );
  });

  it("is associative", () => {
    fc.assert(
      fc.property(outcome, outcome, outcome, (a, b, c) => {
        const left = mergeIdentifierOutcome(mergeIdentifierOutcome(a, b), c);
        expect(left).toEqual(mergeIdentifierOutcome(a, mergeIdentifierOutcome(b, c)));
      }),
    );
  });

  it("changes nothing when an outcome with united raw ids is merged with itself", () => {
    fc.assert(
      fc.property(outcome, (it) => {
        const united = uniteRawIds(it);
        expect(mergeIdentifierOutcome(united, united)).toEqual(united);
        expect(mergeIdentifierOutcome(it, it)).toEqual(united);
      }),
    );
  });
});
