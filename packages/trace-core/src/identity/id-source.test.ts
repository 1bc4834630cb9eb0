import { describe, expect, it } from "vitest";

import { uuidV7 } from "./id-source.js";

describe("a new id", () => {
  it("is a UUID of version 7 that begins with the time", () => {
    const before = Date.now();
    const id = uuidV7();
    const after = Date.now();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const time = Number.parseInt(id.replace("-", "").slice(0, 12), 16);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(after);
  });

  it("is greater than all before it, however many are created in a row", () => {
    const ids = Array.from({ length: 5_000 }, uuidV7);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
  });

  it("has a random end, however many were created before", () => {
    const ends = Array.from({ length: 5_000 }, () => uuidV7().slice(-8));
    // A few of 2^32 values may coincide by chance.
    expect(new Set(ends).size).toBeGreaterThan(4_990);
  });
});
