import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { decodeCursor, encodeCursor } from "./cursor.js";

describe("a cursor", () => {
  it("decodes to the key that it was made from", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), (text, number) => {
        expect(decodeCursor("list", encodeCursor("list", [text, number]), ["string", "number"])).toEqual([
          text,
          number,
        ]);
      }),
    );
  });

  it("is refused for another list, for another shape of key, and if it is malformed", () => {
    const cursor = encodeCursor("list", ["a", 1]);
    for (const decode of [
      () => decodeCursor("other", cursor, ["string", "number"]),
      () => decodeCursor("list", cursor, ["string", "string"]),
      () => decodeCursor("list", cursor, ["string"]),
      () => decodeCursor("list", "§", ["string"]),
    ]) {
      expect(decode).toThrow(expect.objectContaining({ code: "invalid-query" }));
    }
  });

  it("is absent at the start of a walk", () => {
    expect(decodeCursor("list", undefined, ["string"])).toBeUndefined();
  });
});
