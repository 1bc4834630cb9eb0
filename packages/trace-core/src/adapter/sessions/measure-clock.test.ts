import { expect, it } from "vitest";

import { measureClock } from "./measure-clock.js";

it("measures the offset of another clock from this one", async () => {
  const { clockOffsetMs, latencyMs } = await measureClock(async () => new Date(Date.now() - 3_600_000));
  expect(Math.abs(clockOffsetMs + 3_600_000)).toBeLessThan(1_000);
  expect(latencyMs).toBeGreaterThanOrEqual(0);
});
