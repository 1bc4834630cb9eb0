import type { LookUpRequest, LookUpResult, Resource } from "../../resource.js";
import { StepTimedOutError } from "../errors/step-timed-out-error.js";

/**
 * One look-up that ends when the run is aborted or its time is up, whether or not the resource heeds its signal.
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
  runSignal.throwIfAborted();
  const controller = new AbortController();
  const { signal } = controller;
  const abort = (): void => controller.abort(runSignal.reason);
  runSignal.addEventListener("abort", abort, { once: true });
  const timer = resource.ownsTimeouts
    ? undefined
    : setTimeout(() => controller.abort(new StepTimedOutError(resource.name, timeoutMs)), timeoutMs);
  try {
    return await new Promise<LookUpResult>((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      asked(resource, { ...request, signal }).then(resolve, (error: unknown) => {
        // What a resource says when it is aborted is not why it was.
        reject((signal.aborted ? signal.reason : error) as Error);
      });
    });
  } finally {
    clearTimeout(timer);
    runSignal.removeEventListener("abort", abort);
  }
}

/** Rejects also when a resource throws at once, and resolves when it answers without a promise. */
async function asked(resource: Resource, request: LookUpRequest): Promise<LookUpResult> {
  return resource.lookUp(request);
}
