/** Limits and retries of the requests to a resource. */
export interface ResilienceOptions {
  /** Time limit for one attempt. Default 30,000. */
  readonly timeoutMs?: number;
  /** Attempts after the first one, for transient failures. Default 3. */
  readonly retries?: number;
  /** Wait before the first retry, doubled with each retry; half of it is random. Default 500. */
  readonly backoffMs?: number;
  /** Maximum wait, even if the service asks for a longer one. Default 30,000. */
  readonly maxBackoffMs?: number;
  /** When to stop sending requests for a while; null for never. Default 5 failures, 30,000 ms. */
  readonly breaker?: BreakerOptions | null;
  /** Maximum requests sent at once. Default 4. */
  readonly concurrency?: number;
  /** Maximum requests begun within any window of time; null for no limit. Default null. */
  readonly rate?: RateLimit | null;
}

export interface BreakerOptions {
  /** Attempts in a row with a transient failure, other than being told to slow down. */
  readonly failures: number;
  /** How long no requests are sent then; the first one after that decides whether sending resumes. */
  readonly resetAfterMs: number;
}

export interface RateLimit {
  readonly requests: number;
  readonly perMs: number;
}

export const DEFAULT_RESILIENCE: Required<ResilienceOptions> = {
  timeoutMs: 30_000,
  retries: 3,
  backoffMs: 500,
  maxBackoffMs: 30_000,
  breaker: { failures: 5, resetAfterMs: 30_000 },
  concurrency: 4,
  rate: null,
};
