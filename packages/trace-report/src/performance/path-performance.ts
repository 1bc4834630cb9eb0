import type { PathPerformance, TraceStore } from "@waymark/trace-core";

import {
  performanceOverTime,
  type Measured,
  type PerformanceFrame,
  type Trend,
} from "./performance-over-time.js";
import type { PerformanceOptions, PerformanceRequest } from "./performance-request.js";

/** Performance of one path: runs, yield, failures, and durations in ms. */
export interface PathTrend extends Trend<PathPerformance & Measured> {
  readonly pathId: string;
}

export interface PathPerformanceOverTime extends PerformanceFrame {
  /** Slowest first by p95. */
  readonly paths: readonly PathTrend[];
}

/**
 * The performance of paths over all sessions: in the whole period and, on request, by hour, day or week. Queries the
 * store once for the period and once for each bucket; each query may scan path executions.
 *
 * @throws InvalidQueryError the period cannot be divided as requested
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
