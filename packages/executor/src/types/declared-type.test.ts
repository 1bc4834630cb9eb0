import { isStorableIdentifier } from "@waymark/trace-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { DeclaredType, type TypeRules } from "./declared-type.js";

function normalise(rules: TypeRules, raw: string): string | null {
  const result = new DeclaredType("TYPE", rules).normalise(raw);
  return result.isValid ? result.identifier : null;
}

describe("A declared type", () => {
  it("removes white space, no-break spaces and byte order marks at both ends", () => {
    expect(normalise({}, "\uFEFF\u00A0 TP53\t\r\n")).toBe("TP53");
    expect(normalise({}, "HLA A")).toBe("HLA A");
    expect(normalise({ trim: false }, " TP53")).toBe(" TP53");
  });

  it("adds its prefix to a bare identifier, and writes it as declared if it is there", () => {
    const rules = { barePrefix: "HGNC:", pattern: "HGNC:\\d+" };
    expect(normalise(rules, "1100")).toBe("HGNC:1100");
    expect(normalise(rules, "hgnc:1100")).toBe("HGNC:1100");
    expect(normalise(rules, "HGNC:1100")).toBe("HGNC:1100");
    expect(normalise(rules, "")).toBeNull();
    expect(normalise(rules, "BRCA1")).toBeNull();
  });

  it("refuses an identifier without the prefix that it requires", () => {
    const rules = { requirePrefix: "GO:" };
    expect(normalise(rules, "go:0006915")).toBe("GO:0006915");
    expect(normalise(rules, "0006915")).toBeNull();
  });

  it("strips a prefix in any case", () => {
    expect(normalise({ stripPrefix: "CHEBI:" }, "chebi:15377")).toBe("15377");
    expect(normalise({ stripPrefix: "CHEBI:" }, "15377")).toBe("15377");
  });

  it("strips an isoform or a version", () => {
    expect(normalise({ stripSuffix: "isoform" }, "P04637-2")).toBe("P04637");
    expect(normalise({ stripSuffix: "isoform" }, "HLA-A")).toBe("HLA-A");
    expect(normalise({ stripSuffix: "version" }, "ENSG00000141510.12")).toBe("ENSG00000141510");
    expect(normalise({ stripSuffix: "version" }, "ENSG00000141510")).toBe("ENSG00000141510");
  });

  it("pads the digits at the end with zeros", () => {
    expect(normalise({ zeroPad: 6 }, "1234")).toBe("001234");
    expect(normalise({ zeroPad: 6 }, "1234567")).toBe("1234567");
    expect(normalise({ zeroPad: 7, barePrefix: "MONDO:" }, "5148")).toBe("MONDO:0005148");
  });

  it("matches the whole identifier against its pattern", () => {
    expect(normalise({ pattern: "a|bc" }, "a")).toBe("a");
    expect(normalise({ pattern: "a|bc" }, "abc")).toBeNull();
    expect(normalise({ pattern: "\\d+" }, "1\n2")).toBeNull();
  });

  it("names the type whose pattern is not a regular expression, and says why", () => {
    expect(() => new DeclaredType("X", { pattern: "(" })).toThrow(
      expect.objectContaining({
        name: "SyntaxError",
        message: "The pattern of type X, (, is not a valid regular expression",
        cause: expect.objectContaining({
          message: expect.stringContaining("Unterminated") as string,
        }) as Error,
      }),
    );
  });

  it("says which rules changed something, or why a text is not an identifier", () => {
    const type = new DeclaredType("HGNC_ID", { barePrefix: "HGNC:", pattern: "HGNC:\\d+" });
    expect(type.normalise(" 5 ")).toEqual({
      isValid: true,
      identifier: "HGNC:5",
      rulesApplied: ["trim", "barePrefix"],
    });
    expect(type.normalise("HGNC:5")).toMatchObject({ rulesApplied: [] });
    expect(type.normalise("five")).toEqual({
      isValid: false,
      reason: "it does not fit HGNC_ID's pattern HGNC:\\d+",
    });
  });

  it("refuses what a trace cannot hold", () => {
    expect(normalise({}, "   ")).toBeNull();
    expect(normalise({}, "a\0b")).toBeNull();
    expect(normalise({}, "a\uD800b")).toBeNull();
    expect(normalise({}, "x".repeat(512))).toHaveLength(512);
    expect(normalise({}, "x".repeat(513))).toBeNull();
    expect(normalise({}, "β".repeat(256))).toHaveLength(256);
    expect(normalise({}, "β".repeat(257))).toBeNull();
  });

  it("refuses an identifier that its rules never stop changing", () => {
    expect(normalise({ stripPrefix: "B", barePrefix: "BX" }, "1")).toBeNull();
  });

  it("normalises its own result to itself, whatever the rules and the input", () => {
    const affix = fc.constantFrom("A", "HGNC:", "B-1", " ");
    const rules = fc.record(
      {
        trim: fc.boolean(),
        stripPrefix: affix,
        stripSuffix: fc.constantFrom("isoform" as const, "version" as const),
        zeroPad: fc.integer({ min: 1, max: 8 }),
        barePrefix: affix,
        requirePrefix: affix,
      },
      { requiredKeys: [] },
    );
    const raw = fc.oneof(
      fc.string({ unit: "binary" }),
      fc
        .array(fc.constantFrom("A", "a", "hgnc:", "B-1", " ", "-2", ".3", "7", "0", "\uFEFF"))
        .map((it) => it.join("")),
    );
    fc.assert(
      fc.property(rules, raw, (declared, text) => {
        const type = new DeclaredType("TYPE", declared);
        const once = type.normalise(text);
        if (!once.isValid) return;
        expect(isStorableIdentifier(once.identifier)).toBe(true);
        expect(type.normalise(once.identifier)).toEqual({
          isValid: true,
          identifier: once.identifier,
          rulesApplied: [],
        });
      }),
      { numRuns: 500 },
    );
  });
});
