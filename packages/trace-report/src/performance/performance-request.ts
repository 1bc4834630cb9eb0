import { InvalidQueryError, type Clock } from "@waymark/trace-core";

/** Length of one bucket. Buckets begin on the hour, at midnight, or on Monday, in UTC. */
export type BucketLength = "hour" | "day" | "week";

/** Which path executions count: those that started in [`since`, `until`). */
export interface PerformanceRequest {
  /** Default: unbounded. Required with `bucket`. */
  readonly since?: Date;
  /** Default: unbounded; with `bucket`, now. */
  readonly until?: Date;
  /** Divides the period into buckets of this length, at most 1,000. Default: no buckets. */
  readonly bucket?: BucketLength;
}

export interface PerformanceOptions {
  /** Default: the system clock. */
  readonly clock?: Clock;
}

/** A part of the requested period: [`since`, `until`). */
export interface TimeBucket {
  readonly since: Date;
  readonly until: Date;
}

const MAX_BUCKETS = 1_000;

const HOUR_MS = 60 * 60 * 1_000;

const LENGTHS: Readonly<Record<BucketLength, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
};

/** The first Monday after 1 January 1970, which was a Thursday. */
const FIRST_MONDAY_MS = 4 * 24 * HOUR_MS;

/**
 * The buckets of a request, earliest first; none if it has no `bucket`. The first and the last are cut to the request.
 *
 * @throws InvalidQueryError the period ends before it begins; or it has buckets but no beginning, or too many buckets
 */
export function bucketsOf({ since, until, bucket }: PerformanceRequest, now: Date): TimeBucket[] {
  if (since !== undefined && until !== undefined && until < since) {
    throw new InvalidQueryError(
      `until (${until.toISOString()}) must not be before since (${since.toISOString()})`,
      {
        argument: "until",
        value: until.toISOString(),
      },
    );
  }
  if (bucket === undefined) return [];
  if (since === undefined) {
    throw new InvalidQueryError(`since must be given to divide the time by ${bucket}`, {
      argument: "since",
      value: "",
    });
  }
  const [from, to] = [since.getTime(), (until ?? now).getTime()];
  const length = LENGTHS[bucket];
  const origin = bucket === "week" ? FIRST_MONDAY_MS : 0;
  const first = Math.floor((from - origin) / length);
  const count = Math.ceil((to - origin) / length) - first;
  if (count > MAX_BUCKETS) {
    throw new InvalidQueryError(
      `${String(count)} buckets of one ${bucket} are more than ${String(MAX_BUCKETS)}: choose a shorter time or longer buckets`,
      { argument: "bucket", value: bucket },
    );
  }
  return Array.from({ length: Math.max(0, count) }, (_, i) => ({
    since: new Date(Math.max(from, origin + (first + i) * length)),
    until: new Date(Math.min(to, origin + (first + i + 1) * length)),
  }));
}
