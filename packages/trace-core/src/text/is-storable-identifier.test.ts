import { describe, expect, it } from "vitest";

import { isStorableIdentifier } from "./is-storable-identifier.js";

describe("isStorableIdentifier", () => {
  it.each([
    ["P04637", true],
    ["", false],
    ["a".repeat(512), true],
    ["a".repeat(513), false],
    ["ß".repeat(256), true],
    ["ß".repeat(257), false],
    ["😀", true],
    ["a\ud800", false],
    ["a\0", false],
    ["a\tb", true],
  ])("%j: %s", (text, expected) => {
    expect(isStorableIdentifier(text)).toBe(expected);
  });
});
