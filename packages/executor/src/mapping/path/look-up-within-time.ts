import type { LookUpRequest, LookUpResult, Resource } from "../../resource.js";
import { withinTime } from "../../resources/resilience/within-time.js";
import { StepTimedOutError } from "../errors/step-timed-out-error.js";

/**
 * One look-up, which ends when the run is aborted or its time is up, even if the resource ignores its signal.
 *
 * @throws StepTimedOutError
 * @throws the run signal's reason
 * @throws what the resource throws
 */
export async function lookUpWithinTime(
  resource: Resource,
  request: Omit<LookUpRequest, "signal">,
  timeoutMs: number,
  runSignal: AbortSignal,
): Promise<LookUpResult> {
  return withinTime(
    // Async, for a resource that throws synchronously or answers without a promise.
    async (signal) => resource.lookUp({ ...request, signal }),
    resource.ownsTimeouts ? null : timeoutMs,
    () => new StepTimedOutError(resource.name, timeoutMs),
    runSignal,
  );
}
