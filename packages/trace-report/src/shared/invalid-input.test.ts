import { escapeRawId, invalidSourceId } from "@waymark/trace-core";
import { describe, expect, it } from "vitest";

import { invalidReason, shownIdentifier } from "./invalid-input.js";

/** The record of an input that cannot be an identifier, as a run keeps it. */
function refused(raw: string): { sourceType: string; sourceId: string; rawIds: string[] } {
  const isBlank = raw.trim() === "";
  return { sourceType: "SYMBOL", sourceId: invalidSourceId(raw), rawIds: [isBlank ? raw : escapeRawId(raw)] };
}

describe("An input that is not an identifier", () => {
  it.each([
    ["", '""', "it is empty"],
    [" \t", '" \\t"', "it is empty"],
    ["A\0B", '"A\\u0000B"', "it contains NUL"],
    ["\\\\\0", '"\\\\\\\\\\u0000"', "it contains NUL"],
    ["A\ud800", '"A\\ud800"', "it is not well-formed Unicode"],
    ["x".repeat(600), `"${"x".repeat(119)}…"`, "it is longer than 512 bytes, or malformed further on"],
    ["\\u0000".repeat(100), null, "it is longer than 512 bytes, or malformed further on"],
  ])("is shown as it came in, with the reason: %j", (raw, shown, reason) => {
    if (shown !== null) expect(shownIdentifier(refused(raw))).toBe(shown);
    expect(invalidReason(refused(raw))).toBe(reason);
  });

  it.each([
    ["A;B", '"A;B"', "it does not fit SYMBOL's pattern or prefix"],
    ["\t", '"\\t"', "it is empty"],
  ])(
    "is told alike with secondary identifiers beside it, which make its hash another: %j",
    (raw, shown, reason) => {
      const input = {
        ...refused(raw),
        sourceId: invalidSourceId(JSON.stringify([raw, [["GENE", ["1"]]]])),
        rawIds: [raw],
      };
      expect(shownIdentifier(input)).toBe(shown);
      expect(invalidReason(input)).toBe(reason);
    },
  );

  it("is shown unchanged, and said not to fit its type, if it could be an identifier of another type", () => {
    const input = { sourceType: "SYMBOL", sourceId: "A;B", rawIds: ["A;B"] };
    expect(shownIdentifier(input)).toBe("A;B");
    expect(invalidReason(input)).toBe("it does not fit SYMBOL's pattern or prefix");
  });
});
