/**
 * What the work gives, within its time and as long as nobody aborts it, whether or not it heeds its signal.
 *
 * @param timeoutMs null for as long as it takes
 * @throws the signal's reason, or the error of the time-out
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
    // What the work says when it is aborted is not why it was.
    throw signal.aborted ? (signal.reason as Error) : error;
  } finally {
    clearTimeout(timer);
    outer.removeEventListener("abort", onAbort);
  }
}
