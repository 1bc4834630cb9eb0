import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TemporaryFolder {
  readonly path: string;
  /** The URL of a database file in the folder. */
  sqliteUrl(name?: string): string;
  remove(): Promise<void>;
}

export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), "waymark-sqlite-"));
  return {
    path,
    sqliteUrl: (name = "trace.db") => `sqlite:${join(path, name)}`,
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
