import type { HttpResource } from "../../resources/http/http-resource.js";

/** Has services learn their releases. One that cannot is a warning: it is asked for its answers all the same. */
export async function learnReleases(services: readonly HttpResource[]): Promise<string[]> {
  const warnings = services.map(async (it) => {
    try {
      await it.learnRelease();
      return [];
    } catch (error) {
      return [`${(error as Error).message}; its release is unknown until its first answer`];
    }
  });
  return (await Promise.all(warnings)).flat();
}
