import { canonicalJson } from "@waymark/trace-core";
import fc from "fast-check";
import { expect, it } from "vitest";

import { canonicalLine } from "./canonical-line.js";

it("writes the same as the core's canonical JSON, whatever the keys", () => {
  const key = fc.oneof(fc.constantFrom("__proto__", "10", "9", "b", "a", "é", "constructor"), fc.string());
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue(),
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("9999-01-01T00:00:00.000Z") }),
      fc.array(tie("value")),
      fc.array(fc.tuple(key, tie("value"))).map((it) => Object.fromEntries(it)),
    ),
  }));
  fc.assert(
    fc.property(value, (it) => {
      expect(canonicalLine(it)).toBe(`${canonicalJson(it)}\n`);
    }),
    { numRuns: 1_000 },
  );
});
