import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { combineConfidence } from "./combine-confidence.js";

describe("the product of confidences", () => {
  it("equals the decimal product of up to five factors with two decimals", () => {
    const hundredths = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 5 });
    fc.assert(
      fc.property(hundredths, (factors) => {
        const product = factors.reduce((whole, it) => whole * BigInt(it), 1n);
        const decimal = Number(`${String(product)}e-${String(2 * factors.length)}`);
        expect(combineConfidence(factors.map((it) => it / 100))).toBe(decimal);
      }),
    );
  });

  it("of 0.7 and 0.95 is no less than 0.665", () => {
    expect(combineConfidence([0.7, 0.95])).toBe(0.665);
  });

  it("leaves a single confidence unchanged, to the last digit", () => {
    expect(combineConfidence([1, 0.12345678901234568, 1])).toBe(0.12345678901234568);
    expect(combineConfidence([])).toBe(1);
  });
});
