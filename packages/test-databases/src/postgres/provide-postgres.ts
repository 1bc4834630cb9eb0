import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { TestProject } from "vitest/node";

import { reachableEmbeddedPostgres } from "./reachable-embedded-postgres.js";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of the server's maintenance database, with a superuser's login. */
    postgresUrl: string;
  }
}

/**
 * Starts one real PostgreSQL for a test run, on a free loopback port, in a temporary folder. For vitest's
 * `globalSetup`.
 *
 * @returns stops the server and removes the folder
 */
export async function providePostgres(project: TestProject): Promise<() => Promise<void>> {
  const embedded = await reachableEmbeddedPostgres();
  const { EmbeddedPostgres } = embedded;
  const folder = await mkdtemp(join(tmpdir(), "waymark-postgres-"));
  await chmod(folder, 0o700);
  const port = await freePort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: "waymark",
    password: "s3cret-of-the-tests",
    persistent: true,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C", "--no-sync"],
    // Only the client is tested and the folder is removed, so nothing needs to reach the disk.
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"],
    onLog: (message: string) => log.push(message),
    onError: (message: unknown) => log.push(String(message)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    await embedded.remove();
    throw new Error(`PostgreSQL did not start:\n${log.slice(-20).join("")}`, { cause: error });
  }
  project.provide("postgresUrl", `postgres://waymark:s3cret-of-the-tests@127.0.0.1:${String(port)}/postgres`);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
    await embedded.remove();
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
