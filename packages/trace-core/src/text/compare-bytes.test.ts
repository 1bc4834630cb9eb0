import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { compareBytes } from "./compare-bytes.js";

describe("compareBytes", () => {
  it("orders any two well-formed texts by their UTF-8 bytes", () => {
    const text = fc.string({ unit: "binary" }).filter((it) => !/\p{Surrogate}/u.test(it));
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });

  it("puts characters beyond U+FFFF after all others, unlike JavaScript's own order", () => {
    expect(["\u{1F600}", "\uFFFD", "a"].sort(compareBytes)).toEqual(["a", "\uFFFD", "\u{1F600}"]);
    expect(["\u{1F600}", "\uFFFD"].sort()).toEqual(["\u{1F600}", "\uFFFD"]);
  });
});
