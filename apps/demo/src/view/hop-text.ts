import type { HopCoverage } from "@waymark/executor";

import { plainTable } from "./plain-table.js";

const BAR_WIDTH = 30;

/** What went into each step and what came out, as bars. */
export function hopText(hops: readonly HopCoverage[]): string {
  const table = plainTable(["path", "step", "in", "out", ""]);
  const widest = Math.max(1, ...hops.map((it) => it.in));
  for (const { pathId, step, in: into, out } of hops) {
    const bar = "█".repeat(Math.round((out / widest) * BAR_WIDTH));
    const lost = "░".repeat(Math.max(0, Math.round((into / widest) * BAR_WIDTH) - bar.length));
    table.push([pathId, String(step + 1), String(into), String(out), bar + lost]);
  }
  return table.toString();
}
