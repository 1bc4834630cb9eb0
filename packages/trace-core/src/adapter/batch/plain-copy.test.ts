import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { plainCopy } from "./plain-copy.js";

describe("plainCopy", () => {
  it("equals its original, JSON with dates, and shares nothing with it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.date({ noInvalidDate: true }), (json, date) => {
        const value = { json: JSON.parse(JSON.stringify(json)) as unknown, date };
        const copy = plainCopy(value);
        expect(copy).toEqual(value);
        expect(copy.date).not.toBe(date);
      }),
    );
    const list = [[1]];
    expect(plainCopy(list)[0]).not.toBe(list[0]);
  });

  it("copies a key named __proto__ as an ordinary key", () => {
    const json = '{"__proto__":{"a":1}}';
    expect(JSON.stringify(plainCopy(JSON.parse(json)))).toBe(json);
  });

  it("turns negative zero into zero", () => {
    expect(plainCopy({ a: [-0] })).toEqual({ a: [0] });
  });
});
