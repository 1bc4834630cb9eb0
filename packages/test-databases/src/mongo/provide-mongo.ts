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

/**
 * Starts one server for a test run. For vitest's `globalSetup`.
 *
 * @returns stops the server
 */
export async function provideMongo(project: TestProject): Promise<() => Promise<void>> {
  const server = await findMongoServer();
  process.stdout.write(`MongoDB tests run on ${server.name}\n`);
  project.provide("mongoUrl", server.url);
  project.provide("mongoName", server.name);
  project.provide("isStandIn", server.isStandIn);
  return () => server.stop();
}
