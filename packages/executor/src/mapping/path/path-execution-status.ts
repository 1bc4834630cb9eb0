import type { Failure, PathExecutionStatus } from "@waymark/trace-core";

import { StepTimedOutError } from "../errors/step-timed-out-error.js";

/** The status of one batch on one path. */
export function pathExecutionStatus(execution: {
  readonly inputCount: number;
  readonly matchedCount: number;
  readonly error: Failure | null;
  readonly isCancelled: boolean;
}): PathExecutionStatus {
  const { inputCount, matchedCount, error, isCancelled } = execution;
  if (isCancelled) return "cancelled";
  if (matchedCount === 0) {
    if (error === null) return "no_mapping_found";
    return error.code === StepTimedOutError.code ? "timed_out" : "failure";
  }
  return matchedCount === inputCount && error === null ? "success" : "partial_success";
}
