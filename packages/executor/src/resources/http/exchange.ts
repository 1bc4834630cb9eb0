import type { RequestPolicy } from "../resilience/request-policy.js";
import type { ResilienceClock } from "../resilience/resilience-clock.js";
import { ResourceRequestError } from "../resilience/resource-request-error.js";
import type { HeaderSet } from "./header-set.js";
import { SenselessAnswerError } from "./read-items.js";
import { sendRequest, type HttpAnswer, type HttpCall } from "./send-request.js";

export interface ExchangeOptions {
  readonly resource: string;
  readonly headers: HeaderSet;
  readonly accept: string;
  readonly maxBytes: number;
  readonly policy: RequestPolicy;
  readonly clock: ResilienceClock;
  readonly signal: AbortSignal;
  /** Called with the headers of every answer. */
  readonly onAnswer: (headers: Headers) => void;
}

/** All requests that are needed for one batch of identifiers. */
export class Exchange {
  /** Attempts of the request that was retried most often. */
  attempts = 0;

  constructor(private readonly options: ExchangeOptions) {}

  /**
   * Sends a request until it is answered, or until retrying is no use.
   *
   * @throws the last error
   * @throws the signal's reason
   */
  async ask(call: Pick<HttpCall, "method" | "url" | "body" | "isRedirectWanted">): Promise<HttpAnswer> {
    const { policy, signal, onAnswer, resource, headers, accept, maxBytes } = this.options;
    const whole: HttpCall = { resource, headers, accept, maxBytes, ...call };
    const tried = await policy.run((own) => sendRequest(whole, own), signal);
    this.attempts = Math.max(this.attempts, tried.attempts);
    if (!tried.isDone) throw tried.error;
    onAnswer(tried.value.headers);
    return tried.value;
  }

  get now(): number {
    return this.options.clock.now();
  }

  /** @throws the signal's reason */
  async wait(ms: number): Promise<void> {
    await this.options.clock.sleep(ms, this.options.signal);
  }

  /** Reads an answer. If it makes no sense, the request has failed. */
  read<T>({ shown }: HttpAnswer, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof SenselessAnswerError) throw this.failure(`${shown}: ${error.message}`);
      throw error;
    }
  }

  failure(what: string): ResourceRequestError {
    return new ResourceRequestError(this.options.resource, what);
  }
}
