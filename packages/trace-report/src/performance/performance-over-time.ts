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

/** How something did in some time. */
export interface Measured extends Performance {
  /** Failures for the runs, 0 to 1. */
  readonly failureShare: number;
}

/** When a bucket begins and ends. ISO 8601, UTC. */
export interface BucketTimes {
  readonly since: string;
  readonly until: string;
}

/** How something did over all, and part by part. */
export interface Trend<T extends Measured = Measured> {
  readonly total: T;
  /** Earliest first; only those in which it ran. Empty when the time was not parted. */
  readonly buckets: readonly (T & BucketTimes)[];
}

/** What was asked for. Times are ISO 8601, UTC; null is without a bound. */
export interface PerformanceFrame {
  readonly since: string | null;
  readonly until: string | null;
  readonly bucket: BucketLength | null;
}

interface PerformanceOverTime<T extends Measured> {
  readonly frame: PerformanceFrame;
  /** By name, slowest first by p95. */
  readonly trends: ReadonlyMap<string, Trend<T>>;
}

/** Asks the store once for all of the time, and once for each bucket. */
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
      // What has been written since the whole was asked for comes with the next report.
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
