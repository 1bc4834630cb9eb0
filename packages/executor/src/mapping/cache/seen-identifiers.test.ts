import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { SeenIdentifiers } from "./seen-identifiers.js";

/** Includes lone surrogates and NUL. */
const anyText = fc.array(fc.nat({ max: 0xffff })).map((units) => String.fromCharCode(...units));

describe("SeenIdentifiers", () => {
  it("never denies an identifier that was added, whatever it consists of", () => {
    fc.assert(
      fc.property(fc.array(anyText), (identifiers) => {
        const seen = new SeenIdentifiers();
        for (const it of identifiers) seen.add(it);
        expect(identifiers.every((it) => seen.mayHave(it))).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it("denies every identifier before any was added", () => {
    expect(new SeenIdentifiers().mayHave("ENSG00000141510")).toBe(false);
  });

  it("has few false positives, even for identifiers that differ in one digit", () => {
    const seen = new SeenIdentifiers();
    const count = 200_000;
    for (let i = 0; i < count; i++) seen.add(`ENSG${String(2 * i).padStart(11, "0")}`);
    let mistaken = 0;
    for (let i = 0; i < count; i++)
      if (seen.mayHave(`ENSG${String(2 * i + 1).padStart(11, "0")}`)) mistaken++;
    expect(mistaken).toBeLessThan(count / 500);
  });
});
