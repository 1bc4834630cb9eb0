import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { matchedAsText, readMatchedAs, type MatchedAs } from "./matched-as.js";

const NOTHING: MatchedAs = { interpretation: null, isPreferred: false, givenOn: null };

describe("what an identifier matched as", () => {
  it.each<[MatchedAs, string | null]>([
    [NOTHING, null],
    [{ ...NOTHING, interpretation: "alias" }, "alias"],
    [{ ...NOTHING, isPreferred: true }, "preferred"],
    [{ ...NOTHING, interpretation: "approved", givenOn: "2019-03-01" }, "approved, given only on 2019-03-01"],
    [
      { interpretation: "alias, case folded", isPreferred: true, givenOn: "2019-03-01" },
      "alias, case folded, preferred, given only on 2019-03-01",
    ],
  ])("is written and read as text: %j", (matchedAs, text) => {
    expect(matchedAsText(matchedAs)).toBe(text);
    expect(readMatchedAs(text)).toEqual(matchedAs);
  });

  it("takes nothing in the words of a decision for a note", () => {
    const text = "override by ann: an alias, preferred, given only on 2024-01-01";
    expect(readMatchedAs(text)).toEqual({ ...NOTHING, interpretation: text });
  });

  it("can be written again as any text was", () => {
    const part = fc.constantFrom(
      "alias",
      "preferred",
      "given only on 2020-01-01",
      "",
      "x, y",
      "override by b",
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const text = parts.join(", ");
        expect(matchedAsText(readMatchedAs(text))).toBe(text);
      }),
    );
  });
});
