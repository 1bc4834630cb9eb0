import { provideMongo, providePostgres } from "@waymark/test-databases";
import type { TestProject } from "vitest/node";

/** Starts a server of each kind for the tests that move traces between stores. */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const stops = [await providePostgres(project), await provideMongo(project)];
  return async () => {
    for (const stop of stops) await stop();
  };
}
