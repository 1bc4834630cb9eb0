import { expect, it } from "vitest";

import { CardinalityTally } from "./cardinality-tally.js";

it("counts a representative sample of the targets if there are more than fit", () => {
  const tally = new CardinalityTally(1_000);
  const targets = 40_000;
  for (let i = 0; i < targets; i++) {
    tally.add(`t${String(i)}`, false);
    if (i % 4 === 0) tally.add(`t${String(i)}`, false);
  }
  const { oneToOne, manyToOne, oneToMany, distinctTargets, sampledShare } = tally.counts();
  expect(sampledShare).toBeLessThanOrEqual(1 / 32);
  expect(distinctTargets / targets).toBeCloseTo(1, 0);
  expect(oneToMany.count).toBe(0);
  // Three of four targets have one source; of five mappings, two share their target.
  expect(oneToOne.share).toBeCloseTo(0.6, 1);
  expect(manyToOne.share).toBeCloseTo(0.4, 1);
});
