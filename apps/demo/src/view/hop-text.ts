import type { HopCoverage } from "@waymark/executor";

import { plainTable } from "./plain-table.js";

const BAR_WIDTH = 30;

/** How many identifiers entered and passed each step, with bars. */
export function hopText(hops: readonly HopCoverage[]): string {
  const widest = Math.max(1, ...hops.map((it) => it.in));
  const rows = hops.map(({ pathId, step, in: into, out }) => {
    const bar = "█".repeat(Math.round((out / widest) * BAR_WIDTH));
    const lost = "░".repeat(Math.max(0, Math.round((into / widest) * BAR_WIDTH) - bar.length));
    return [pathId, String(step + 1), String(into), String(out), bar + lost];
  });
  return plainTable(["path", "step", "in", "out", ""], rows);
}
