import { expect, it } from "vitest";

import { percentile } from "./percentile.js";

it.each([
  [[7], 0.5, 7],
  [[1, 2], 0.5, 1],
  [[1, 2, 3], 0.5, 2],
  [[1, 2, 3, 4], 0.95, 4],
  [Array.from({ length: 100 }, (_, i) => i + 1), 0.95, 95],
  [[1, 2, 3], 0, 1],
])("of %j the share %d does not exceed %d", (sorted, share, expected) => {
  expect(percentile(sorted, share)).toBe(expected);
});
