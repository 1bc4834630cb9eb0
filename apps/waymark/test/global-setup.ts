import { provideMongo, providePostgres } from "@waymark/test-databases";
import type { TestProject } from "vitest/node";

/** The servers of all stores that commands are tested on, once a test run. */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const stops = [await providePostgres(project), await provideMongo(project)];
  return async () => {
    for (const stop of stops) await stop();
  };
}
