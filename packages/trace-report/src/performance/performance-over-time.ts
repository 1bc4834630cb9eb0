import {
  systemClock,
  type PathPerformanceReport,
  type Performance,
  type TraceStore,
} from "@waymark/trace-core";

import {
  bucketsOf,
  type BucketLength,
  type PerformanceOptions,
  type PerformanceRequest,
} from "./performance-request.js";

/** Performance of a path or resource in a period. */
export interface Measured extends Performance {
  /** Failures divided by runs, 0 to 1. */
  readonly failureShare: number;
}

/** When a bucket begins and ends. ISO 8601, UTC. */
export interface BucketTimes {
  readonly since: string;
  readonly until: string;
}

/** Performance in the whole period, and in each bucket. */
export interface Trend<T extends Measured = Measured> {
  readonly total: T;
  /** Earliest first; only buckets with runs. Empty if the request has no `bucket`. */
  readonly buckets: readonly (T & BucketTimes)[];
}

/** The request, with defaults applied. Times are ISO 8601 in UTC; null means unbounded. */
export interface PerformanceFrame {
  readonly since: string | null;
  readonly until: string | null;
  readonly bucket: BucketLength | null;
}

interface PerformanceOverTime<T extends Measured> {
  readonly frame: PerformanceFrame;
  /** By name; slowest first by p95. */
  readonly trends: ReadonlyMap<string, Trend<T>>;
}

/** Queries the store once for the whole period, and once for each bucket. */
export async function performanceOverTime<T extends Performance>(
  store: TraceStore,
  request: PerformanceRequest,
  { clock = systemClock }: PerformanceOptions,
  pick: (report: PathPerformanceReport) => readonly T[],
  nameOf: (item: T) => string,
): Promise<PerformanceOverTime<T & Measured>> {
  const { since, until, bucket } = request;
  const buckets = bucketsOf(request, clock());
  const end = until ?? buckets.at(-1)?.until;
  const window = { ...(since && { since }), ...(end && { until: end }) };
  const trends = new Map<string, { total: T & Measured; buckets: (T & Measured & BucketTimes)[] }>();
  for (const item of pick(await store.pathPerformance(window)))
    trends.set(nameOf(item), { total: measured(item), buckets: [] });
  for (const part of buckets) {
    for (const item of pick(await store.pathPerformance(part))) {
      const times = { since: part.since.toISOString(), until: part.until.toISOString() };
      // A path or resource that first ran after the query for the whole period is left to the next report.
      trends.get(nameOf(item))?.buckets.push({ ...measured(item), ...times });
    }
  }
  return {
    frame: {
      since: since?.toISOString() ?? null,
      until: end?.toISOString() ?? null,
      bucket: bucket ?? null,
    },
    trends,
  };
}

function measured<T extends Performance>(item: T): T & Measured {
  return { ...item, failureShare: item.runs === 0 ? 0 : item.failures / item.runs };
}
