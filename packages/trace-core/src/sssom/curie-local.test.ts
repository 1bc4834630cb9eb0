import fc from "fast-check";
import { expect, it } from "vitest";

import { decodeCurieLocal, encodeCurieLocal } from "./curie-local.js";

it.each([
  ["P04637", "P04637"],
  ["HLA-DRB1*01:01", "HLA-DRB1*01:01"],
  ["10.1000/182", "10.1000/182"],
  ["Ångström", "Ångström"],
  ["T-cell receptor", "T-cell%20receptor"],
  ["50%41", "50%2541"],
  ["//x", "%2F/x"],
  ["a\u2028b\u00a0c", "a%E2%80%A8b%C2%A0c"],
])("writes %j as %j", (identifier, local) => {
  expect(encodeCurieLocal(identifier)).toBe(local);
  expect(decodeCurieLocal(local)).toBe(identifier);
});

it.each(["10.1000%2F182", "%41", "%zz", "a%", "%C3%85ngstr%C3%B6m"])(
  "leaves %j as others wrote it",
  (local) => {
    expect(decodeCurieLocal(local)).toBe(local);
  },
);

it("gives every text back, and writes none of the characters that no IRI has", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (identifier) => {
      const local = encodeCurieLocal(identifier);
      expect(local).not.toMatch(/[\s<>"{}|\\^`\p{Cc}]/u);
      expect(decodeCurieLocal(local)).toBe(identifier);
    }),
    { numRuns: 1_000 },
  );
});
