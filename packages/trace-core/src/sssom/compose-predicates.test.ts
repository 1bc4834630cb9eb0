import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { composePredicates } from "./compose-predicates.js";
import { IDENTITY_PREDICATES } from "./identity-predicates.js";
import { invertPredicate } from "./invert-predicate.js";

const EXACT = "skos:exactMatch";
const BROAD = "skos:broadMatch";
const NARROW = "skos:narrowMatch";
const CLOSE = "skos:closeMatch";

const predicates = fc.constantFrom(
  ...IDENTITY_PREDICATES,
  BROAD,
  NARROW,
  CLOSE,
  "skos:relatedMatch",
  "rdfs:subClassOf",
);
const chains = fc.array(predicates, { minLength: 1, maxLength: 6 });

describe("Composing predicates", () => {
  it.each([
    [[EXACT, EXACT], EXACT],
    [[EXACT, BROAD], BROAD],
    [[BROAD, EXACT], BROAD],
    [["owl:equivalentClass", CLOSE], CLOSE],
    [[CLOSE, EXACT], CLOSE],
    [[BROAD, BROAD], BROAD],
    [[NARROW, EXACT, NARROW], NARROW],
    [[BROAD, NARROW], null],
    [[NARROW, BROAD], null],
    [[CLOSE, CLOSE], null],
    [[BROAD, CLOSE], null],
    [["rdfs:subClassOf", "rdfs:subClassOf"], null],
    [["rdfs:subClassOf", EXACT], "rdfs:subClassOf"],
    [["owl:sameAs", "owl:sameAs"], "owl:sameAs"],
    [["owl:sameAs", "owl:equivalentClass"], EXACT],
  ])("makes of %j %s", (chain, composed) => {
    expect(composePredicates(chain)).toBe(composed);
  });

  it("returns null for an empty chain, and the predicate itself for a chain of one", () => {
    expect(composePredicates([])).toBeNull();
    expect(composePredicates(["RO:0002350"])).toBe("RO:0002350");
  });

  it("gives the same result wherever a chain is divided", () => {
    fc.assert(
      fc.property(chains, chains, (head, tail) => {
        const whole = composePredicates([...head, ...tail]);
        const parts = [composePredicates(head), composePredicates(tail)];
        const [first, second] = parts;
        expect(first && second ? composePredicates([first, second]) : null).toBe(whole);
      }),
    );
  });

  it("gives the inverse for a reversed chain", () => {
    const invertible = chains.filter((chain) => chain.every((it) => invertPredicate(it) !== null));
    fc.assert(
      fc.property(invertible, (chain) => {
        const back = chain.map((it) => invertPredicate(it) ?? "").reverse();
        const composed = composePredicates(chain);
        expect(composePredicates(back)).toBe(composed && invertPredicate(composed));
      }),
    );
  });
});
