import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  type CircuitBreakerPolicy,
} from "cockatiel";
import PQueue from "p-queue";

import { thrownMessage } from "../../messages/thrown-message.js";
import { isTransient } from "./is-transient.js";
import { SYSTEM_CLOCK, type ResilienceClock } from "./resilience-clock.js";
import { DEFAULT_RESILIENCE, type ResilienceOptions } from "./resilience-options.js";
import { ResourceRequestError } from "./resource-request-error.js";
import { ResourceTimedOutError } from "./resource-timed-out-error.js";
import { ResourceUnavailableError } from "./resource-unavailable-error.js";
import { withinTime } from "./within-time.js";

/** The result of a request, and how often it was sent. */
export type Tried<T> =
  | { readonly isDone: true; readonly value: T; readonly attempts: number }
  | { readonly isDone: false; readonly error: Error; readonly attempts: number };

/**
 * Sends the requests to one resource: with limits on their number, rate and time, with retries after transient
 * failures, and with a circuit breaker that stops sending for a while if these persist.
 */
export class RequestPolicy {
  private readonly options: Required<ResilienceOptions>;
  private readonly queue: PQueue;
  private readonly breaker: CircuitBreakerPolicy | null;
  /** The service asked for no requests before this time. */
  private notBefore = 0;

  constructor(
    private readonly resource: string,
    options: ResilienceOptions = {},
    private readonly clock: ResilienceClock = SYSTEM_CLOCK,
  ) {
    this.options = { ...DEFAULT_RESILIENCE, ...options };
    const { concurrency, rate, breaker } = this.options;
    this.queue = new PQueue({
      concurrency,
      ...(rate === null ? {} : { intervalCap: rate.requests, interval: rate.perMs, strict: true }),
    });
    this.breaker =
      breaker === null
        ? null
        : circuitBreaker(
            handleWhen((error) => !(error instanceof AbortedTry) || this.isOnProbation),
            { halfOpenAfter: breaker.resetAfterMs, breaker: new ConsecutiveBreaker(breaker.failures) },
          );
  }

  /**
   * Tries until the request succeeds, fails permanently, or has no retries left. A failure is a result; only an abort
   * is thrown.
   *
   * @throws the signal's reason
   */
  async run<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<Tried<T>> {
    for (let attempts = 1; ; attempts++) {
      try {
        return { isDone: true, value: await this.tryOnce(work, signal), attempts };
      } catch (thrown) {
        signal.throwIfAborted();
        const error = thrown instanceof Error ? thrown : new Error(thrownMessage(thrown));
        // The circuit is open: nothing was sent.
        if (error instanceof BrokenCircuitError)
          return { isDone: false, error: this.unavailable(), attempts: attempts - 1 };
        this.heed(error);
        if (!isTransient(error) || attempts > this.options.retries) return { isDone: false, error, attempts };
        await this.clock.sleep(this.delay(error, attempts), signal);
      }
    }
  }

  private async tryOnce<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    const { timeoutMs } = this.options;
    const timedOut = (): Error => new ResourceTimedOutError(this.resource, timeoutMs);
    const send = (): Promise<T> => withinTime(work, timeoutMs, timedOut, signal);
    for (;;) {
      // Not inside the queue, for which a waiting request has begun: afterwards, all would be sent at once, whatever
      // the rate.
      while (this.leftAloneMs > 0) await this.clock.sleep(this.leftAloneMs, signal);
      // The answer, which may be large, is taken out of the array: the queue keeps finished tasks while others wait.
      const answers: T[] = [];
      const turn = async (): Promise<void> => {
        if (this.leftAloneMs > 0) return;
        answers.push(await (this.breaker === null ? send() : this.watched(this.breaker, send, signal)));
      };
      await this.queue.add(turn, { signal });
      if (answers.length > 0) return answers.pop() as T;
    }
  }

  /** How long the service still wants no requests, in ms. */
  private get leftAloneMs(): number {
    return Math.max(0, this.notBefore - this.clock.now());
  }

  /** A wait that the service asks for applies to all requests, even if this one is not retried. */
  private heed(error: Error): void {
    const asked = this.askedWait(error);
    if (asked !== null) this.notBefore = Math.max(this.notBefore, this.clock.now() + asked);
  }

  private askedWait(error: Error): number | null {
    const asked = error instanceof ResourceRequestError ? error.retryAfterMs : null;
    return asked === null ? null : Math.min(asked, this.options.maxBackoffMs);
  }

  /** Only transient failures count for the breaker: a service that refuses a request, or says to slow down, is up. */
  private async watched<T>(
    breaker: CircuitBreakerPolicy,
    send: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const answer = await breaker.execute(async (): Promise<{ value: T } | { refusal: Error }> => {
      try {
        return { value: await send() };
      } catch (error) {
        if (signal.aborted) throw new AbortedTry();
        if (isTransient(error) && !isToldToSlowDown(error)) throw error;
        return { refusal: error as Error };
      }
    });
    if ("refusal" in answer) throw answer.refusal;
    return answer.value;
  }

  private delay(error: Error, attempts: number): number {
    const { backoffMs, maxBackoffMs } = this.options;
    const asked = this.askedWait(error);
    if (asked !== null) return asked;
    const most = Math.min(backoffMs * 2 ** (attempts - 1), maxBackoffMs);
    return (most * (1 + this.clock.random())) / 2;
  }

  /**
   * Whether one request is being sent to see if the resource has recovered. If it is aborted, it has not shown that,
   * and counts as a failure.
   */
  private get isOnProbation(): boolean {
    return this.breaker?.state === CircuitState.HalfOpen;
  }

  private unavailable(): ResourceUnavailableError {
    const last = this.breaker?.lastFailure;
    const error = last !== undefined && "error" in last ? last.error : undefined;
    return new ResourceUnavailableError(
      this.resource,
      this.options.breaker?.resetAfterMs ?? 0,
      error instanceof AbortedTry ? undefined : error,
    );
  }
}

/** The run was aborted during this attempt, which says nothing about the resource. */
class AbortedTry extends Error {}

function isToldToSlowDown(error: unknown): boolean {
  return error instanceof ResourceRequestError && error.status === 429;
}
