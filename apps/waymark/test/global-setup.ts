import { provideMongo, providePostgres } from "@waymark/test-databases";
import type { TestProject } from "vitest/node";

/** Starts the servers of all kinds of stores, once per test run. */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const stops = [await providePostgres(project), await provideMongo(project)];
  return async () => {
    for (const stop of stops) await stop();
  };
}
