import type { ResourcePerformance, TraceStore } from "@waymark/trace-core";

import {
  performanceOverTime,
  type Measured,
  type PerformanceFrame,
  type Trend,
} from "./performance-over-time.js";
import type { PerformanceOptions, PerformanceRequest } from "./performance-request.js";

/** How one resource did as a step of paths: uses, failures and durations in ms. */
export interface ResourceTrend extends Trend<ResourcePerformance & Measured> {
  readonly resource: string;
}

export interface ResourcePerformanceOverTime extends PerformanceFrame {
  /** Slowest first by p95. */
  readonly resources: readonly ResourceTrend[];
}

/**
 * How resources did, as `pathPerformance` says it of paths.
 *
 * @throws InvalidQueryError the time cannot be parted as asked
 */
export async function resourcePerformance(
  store: TraceStore,
  request: PerformanceRequest = {},
  options: PerformanceOptions = {},
): Promise<ResourcePerformanceOverTime> {
  const { frame, trends } = await performanceOverTime(
    store,
    request,
    options,
    (report) => report.resources,
    (it) => it.resource,
  );
  return { ...frame, resources: [...trends].map(([resource, trend]) => ({ resource, ...trend })) };
}
