import type { ResourcePerformance, TraceStore } from "@waymark/trace-core";

import {
  performanceOverTime,
  type Measured,
  type PerformanceFrame,
  type Trend,
} from "./performance-over-time.js";
import type { PerformanceOptions, PerformanceRequest } from "./performance-request.js";

/** Performance of one resource as a step of paths: uses, failures, and durations in ms. */
export interface ResourceTrend extends Trend<ResourcePerformance & Measured> {
  readonly resource: string;
}

export interface ResourcePerformanceOverTime extends PerformanceFrame {
  /** Slowest first by p95. */
  readonly resources: readonly ResourceTrend[];
}

/**
 * The performance of resources, see `pathPerformance`.
 *
 * @throws InvalidQueryError the period cannot be divided as requested
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
