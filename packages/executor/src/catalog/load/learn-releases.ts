import type { HttpResource } from "../../resources/http/http-resource.js";

/** For all attempts at one release, so that a catalog is not loaded for longer. */
const TIMEOUT_MS = 15_000;

/**
 * Has services learn their releases. Returns a warning for each service that cannot, which is used nevertheless.
 *
 * @param timeoutMs how long one may take. Default 15,000
 */
export async function learnReleases(
  services: readonly HttpResource[],
  timeoutMs = TIMEOUT_MS,
): Promise<string[]> {
  const warnings = services.map(async (it) => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      await it.learnRelease(signal);
      return [];
    } catch (error) {
      const why = signal.aborted
        ? `Resource ${it.name}: it did not say within ${timeoutMs} ms which release it has`
        : (error as Error).message;
      return [`${why}; its release is not known`];
    }
  });
  return (await Promise.all(warnings)).flat();
}
