/**
 * Runs the work until its time is up or it is aborted, even if it ignores its signal.
 *
 * @param timeoutMs null for no limit
 * @throws the signal's reason, the error of the time-out, or what the work throws
 */
export async function withinTime<T>(
  work: (signal: AbortSignal) => Promise<T>,
  timeoutMs: number | null,
  timedOut: () => Error,
  outer: AbortSignal,
): Promise<T> {
  outer.throwIfAborted();
  const controller = new AbortController();
  const { signal } = controller;
  const onAbort = (): void => controller.abort(outer.reason);
  outer.addEventListener("abort", onAbort, { once: true });
  const timer = timeoutMs === null ? undefined : setTimeout(() => controller.abort(timedOut()), timeoutMs);
  try {
    return await new Promise<T>((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      work(signal).then(resolve, reject);
    });
  } catch (error) {
    // After an abort, what the work throws is not the reason.
    throw signal.aborted ? (signal.reason as Error) : error;
  } finally {
    clearTimeout(timer);
    outer.removeEventListener("abort", onAbort);
  }
}
