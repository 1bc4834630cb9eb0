import type { PathPerformance, TraceStore } from "@waymark/trace-core";

import {
  performanceOverTime,
  type Measured,
  type PerformanceFrame,
  type Trend,
} from "./performance-over-time.js";
import type { PerformanceOptions, PerformanceRequest } from "./performance-request.js";

/** How one path did: runs, yield, failures and durations in ms. */
export interface PathTrend extends Trend<PathPerformance & Measured> {
  readonly pathId: string;
}

export interface PathPerformanceOverTime extends PerformanceFrame {
  /** Slowest first by p95. */
  readonly paths: readonly PathTrend[];
}

/**
 * How paths did, over all sessions, in all of some time and hour by hour, day by day or week by week. Each bucket is one
 * question to the store, which may scan its path executions.
 *
 * @throws InvalidQueryError the time cannot be parted as asked
 */
export async function pathPerformance(
  store: TraceStore,
  request: PerformanceRequest = {},
  options: PerformanceOptions = {},
): Promise<PathPerformanceOverTime> {
  const { frame, trends } = await performanceOverTime(
    store,
    request,
    options,
    (report) => report.paths,
    (it) => it.pathId,
  );
  return { ...frame, paths: [...trends].map(([pathId, trend]) => ({ pathId, ...trend })) };
}
