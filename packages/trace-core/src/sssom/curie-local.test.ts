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
  ["[Fe]", "%5BFe%5D"],
  ["\u202Eabc\u202C\u200F", "%E2%80%AEabc%E2%80%AC%E2%80%8F"],
  ["\u2066a\u2069", "%E2%81%A6a%E2%81%A9"],
  ["\uE000\uFDD0\uFFFE", "%EE%80%80%EF%B7%90%EF%BF%BE"],
  ["\u{1F9EC}\u{E0001}\u{10FFFF}", "\u{1F9EC}%F3%A0%80%81%F4%8F%BF%BF"],
])("writes %j as %j", (identifier, local) => {
  expect(encodeCurieLocal(identifier)).toBe(local);
  expect(decodeCurieLocal(local)).toBe(identifier);
});

it.each([
  "10.1000%2F182",
  "%41",
  "%zz",
  "a%",
  "%C3%85ngstr%C3%B6m",
  "%E0%80%80",
  "%ED%A0%80",
  "%F0%9F%A7%AC",
])("leaves %j unchanged", (local) => {
  expect(decodeCurieLocal(local)).toBe(local);
});

/** The characters of paths, queries and fragments in RFC 3987, except spaces and bidirectional controls. */
const IN_IRI =
  /^(?:[\w.~!$&'()*+,;=:@/?#-]|%[\dA-F]{2}|(?!\s|\p{Bidi_Control})[\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF]|(?!\p{Noncharacter_Code_Point})[\u{10000}-\u{DFFFD}\u{E1000}-\u{EFFFD}])*$/u;

it("restores every text, and writes no character that an IRI may not contain", () => {
  const strange = fc.constantFrom(
    ...Array.from("%[]^/\u061C\u200E\u202A\u2069\uE000\uF8FF\uFDD0\uFFF9\uFFFD\u{1FFFE}\u{E0FFF}\u{F0000}"),
  );
  const unit = fc.oneof(strange, fc.string({ unit: "binary", minLength: 1, maxLength: 1 }));
  fc.assert(
    fc.property(fc.string({ unit }), (identifier) => {
      const local = encodeCurieLocal(identifier);
      expect(local).toMatch(IN_IRI);
      expect(decodeCurieLocal(local)).toBe(identifier);
    }),
    { numRuns: 1_000 },
  );
});

it("restores every character", () => {
  const lost: number[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    const isHalf = code >= 0xd800 && code <= 0xdfff;
    if (!isHalf && decodeCurieLocal(encodeCurieLocal(character)) !== character) lost.push(code);
  }
  expect(lost).toEqual([]);
});
