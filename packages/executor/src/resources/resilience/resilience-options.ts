/** How requests to a resource are kept within bounds, and tried again. */
export interface ResilienceOptions {
  /** For one try. Default 30,000. */
  readonly timeoutMs?: number;
  /** Tries after the first one, for what may pass. Default 3. */
  readonly retries?: number;
  /** The wait before the first retry, doubled with each; half of it is left to chance. Default 500. */
  readonly backoffMs?: number;
  /** The longest wait, also of those that the service asks for. Default 30,000. */
  readonly maxBackoffMs?: number;
  /** When the resource is left alone for a while; null for never. Default 5 failures, 30,000 ms. */
  readonly breaker?: BreakerOptions | null;
  /** Requests under way at once. Default 4. */
  readonly concurrency?: number;
  /** Requests begun within any window of time; null for any number. Default null. */
  readonly rate?: RateLimit | null;
}

export interface BreakerOptions {
  /** Tries in a row that failed for what may pass, but for being told to slow down. */
  readonly failures: number;
  /** How long nothing is asked then; the first request after that decides. */
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
