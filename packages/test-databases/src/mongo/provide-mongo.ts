import type { TestProject } from "vitest/node";

import { findMongoServer } from "./find-mongo-server.js";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of the server, without a database. */
    mongoUrl: string;
    mongoName: string;
    isStandIn: boolean;
  }
}

/** One server a test run, for vitest's `globalSetup`; gives what ends it. */
export async function provideMongo(project: TestProject): Promise<() => Promise<void>> {
  const server = await findMongoServer();
  process.stdout.write(`MongoDB tests run on ${server.name}\n`);
  project.provide("mongoUrl", server.url);
  project.provide("mongoName", server.name);
  project.provide("isStandIn", server.isStandIn);
  return () => server.stop();
}
