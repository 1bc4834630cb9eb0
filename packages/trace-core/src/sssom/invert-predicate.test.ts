import { describe, expect, it } from "vitest";

import { invertPredicate } from "./invert-predicate.js";

describe("Inverting a predicate", () => {
  it.each(["skos:exactMatch", "owl:sameAs", "skos:closeMatch", "semapv:crossSpeciesExactMatch"])(
    "leaves the symmetric %s as it is",
    (predicate) => {
      expect(invertPredicate(predicate)).toBe(predicate);
    },
  );

  it("turns broad into narrow, and back", () => {
    expect(invertPredicate("skos:broadMatch")).toBe("skos:narrowMatch");
    expect(invertPredicate("skos:narrowMatch")).toBe("skos:broadMatch");
    expect(invertPredicate("semapv:crossSpeciesNarrowMatch")).toBe("semapv:crossSpeciesBroadMatch");
  });

  it.each(["rdfs:subClassOf", "oboInOwl:hasDbXref", "constructor"])("has no inverse for %s", (predicate) => {
    expect(invertPredicate(predicate)).toBeNull();
  });
});
