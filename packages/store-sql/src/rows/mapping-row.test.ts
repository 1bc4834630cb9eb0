import { compareBytes } from "@waymark/trace-core";
import { observationText } from "@waymark/trace-core/adapter";
import { sampleMapping } from "@waymark/trace-core/testing";
import fc from "fast-check";
import { expect, it } from "vitest";

import { observationValues } from "./mapping-row.js";

it("orders any observations as the core does", () => {
  const text = fc.constantFrom("", "a", ",", '"', '",', "],{", "\u0001", "\uFFFD", "\u{1F600}");
  const observation = fc
    .record({
      confidence: fc.constantFrom(0, 1e-7, 0.1, 0.95, 1),
      derivationPath: fc.array(text, { maxLength: 2 }),
      direction: fc.constantFrom("forward", "reverse", "mixed"),
      hopCount: fc.constantFrom(1, 2, 10, 12),
      isDerived: fc.boolean(),
      mappingSource: fc.array(text, { maxLength: 2 }),
      metadata: fc.constantFrom({}, { a: 1 }, { a: 10 }, { "": "x" }, { metadata: {} }),
    })
    .map((it) => sampleMapping(it));
  fc.assert(
    fc.property(observation, observation, (a, b) => {
      const order = compareBytes(observationText(a), observationText(b));
      expect(Math.sign(compareBytes(observationValues(a), observationValues(b)))).toBe(Math.sign(order));
    }),
    { numRuns: 2_000 },
  );
});
