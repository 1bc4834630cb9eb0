import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { SeenIdentifiers } from "./seen-identifiers.js";

/** Lone surrogates and NUL included. */
const anyText = fc.array(fc.nat({ max: 0xffff })).map((units) => String.fromCharCode(...units));

describe("SeenIdentifiers", () => {
  it("never denies an identifier that was there, whatever it is made of", () => {
    fc.assert(
      fc.property(fc.array(anyText), (identifiers) => {
        const seen = new SeenIdentifiers();
        for (const it of identifiers) seen.add(it);
        expect(identifiers.every((it) => seen.mayHave(it))).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it("knows nothing before it was told anything", () => {
    expect(new SeenIdentifiers().mayHave("ENSG00000141510")).toBe(false);
  });

  it("tells all but a few identifiers apart, also those that differ in one digit", () => {
    const seen = new SeenIdentifiers();
    const count = 200_000;
    for (let i = 0; i < count; i++) seen.add(`ENSG${String(2 * i).padStart(11, "0")}`);
    let mistaken = 0;
    for (let i = 0; i < count; i++)
      if (seen.mayHave(`ENSG${String(2 * i + 1).padStart(11, "0")}`)) mistaken++;
    expect(mistaken).toBeLessThan(count / 500);
  });
});
