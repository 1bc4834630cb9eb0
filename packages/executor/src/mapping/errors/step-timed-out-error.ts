import { WaymarkError } from "@waymark/trace-core";

/** Code `step-timed-out`: a resource did not answer a look-up in time. */
export class StepTimedOutError extends WaymarkError {
  static readonly code = "step-timed-out";

  constructor(resource: string, timeoutMs: number) {
    super(`Resource ${resource} gave no answer within ${String(timeoutMs)} ms`, {
      code: StepTimedOutError.code,
      details: { resource, timeoutMs },
    });
  }
}
