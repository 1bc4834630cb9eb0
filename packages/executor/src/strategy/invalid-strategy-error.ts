import { WaymarkError } from "@waymark/trace-core";

/** Code `invalid-strategy`: a strategy, or a step of it, cannot be run; nothing was started. */
export class InvalidStrategyError extends WaymarkError {
  static readonly code = "invalid-strategy";

  constructor(message: string) {
    super(message, { code: InvalidStrategyError.code });
  }
}
