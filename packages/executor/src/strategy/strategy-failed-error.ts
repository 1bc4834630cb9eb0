import { WaymarkError } from "@waymark/trace-core";

/** Code `strategy-failed`: a required step of a strategy failed. */
export class StrategyFailedError extends WaymarkError {
  static readonly code = "strategy-failed";

  constructor(strategy: string, step: string, why: string) {
    super(`Step ${step} of the strategy ${strategy} failed: ${why}`, {
      code: StrategyFailedError.code,
      details: { strategy, step },
    });
  }
}
