import type { StoreInspection } from "../../store-inspection.js";

const TRIES = 5;

/**
 * Asks a database for its time, several times in succession. The latency is the median of the durations, and the clock
 * offset comes from the fastest answer, which is the most accurate.
 */
export async function measureClock(
  now: () => Promise<Date>,
): Promise<Pick<StoreInspection, "latencyMs" | "clockOffsetMs">> {
  const measured = [];
  for (let i = 0; i < TRIES; i++) {
    const sentAt = Date.now();
    const started = performance.now();
    const there = await now();
    const durationMs = performance.now() - started;
    measured.push({ durationMs, offsetMs: there.getTime() - sentAt - durationMs / 2 });
  }
  measured.sort((a, b) => a.durationMs - b.durationMs);
  return {
    latencyMs: measured[Math.floor(TRIES / 2)]?.durationMs ?? 0,
    clockOffsetMs: Math.round(measured[0]?.offsetMs ?? 0),
  };
}
