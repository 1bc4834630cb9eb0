import { isStorableIdentifier } from "@waymark/trace-core";
import { describe, expect, it } from "vitest";

import { pathId } from "./path-id.js";

describe("pathId", () => {
  it("leaves a short id unchanged", () => {
    expect(pathId("a.m>b.m")).toBe("a.m>b.m");
  });

  it("cuts an id that is too long for a trace, and makes it unique by a hash", () => {
    const [one, other] = ["a", "b"].map((it) => pathId(`${"r".repeat(600)}${it}`));
    expect(one).not.toBe(other);
    expect(one).toMatch(/^r{100}…[\da-f]{64}$/);
  });

  it("is a name that a trace can hold, even if the limit is inside a character", () => {
    expect(isStorableIdentifier(pathId(`${"r".repeat(99)}${"🧬".repeat(300)}`))).toBe(true);
  });
});
