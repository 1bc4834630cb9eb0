import type { ResilienceClock } from "../../src/resources/resilience/resilience-clock.js";

/** A clock that advances only when something sleeps, which returns at once. */
export class FakeClock implements ResilienceClock {
  readonly waits: number[] = [];

  constructor(private time = Date.now()) {}

  now(): number {
    return this.time;
  }

  random(): number {
    return 1;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.waits.push(ms);
    this.time += ms;
  }
}
