import { chmod, chown, copyFile, mkdir, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";

import { sampleSession } from "@waymark/trace-core/testing";
import Database from "libsql";
import { afterEach, beforeEach, expect, it } from "vitest";

import { temporaryFolder, type TemporaryFolder } from "../../test/support/temporary-folder.js";
import { openSqlTraceStore } from "../open-sql-trace-store.js";

/** The id of the user and group `nobody` on most systems. */
const NOBODY = 65_534;

let folder: TemporaryFolder;
let file: string;
const session = sampleSession();

beforeEach(async () => {
  folder = await temporaryFolder();
  const store = await openSqlTraceStore({ url: folder.sqliteUrl() });
  await store.write({ sessionStarts: [session] });
  await store.close();
  const original = join(folder.path, "trace.db");
  // Only garbage collection closes the driver's file: until then, records in the log beside it would not be copied.
  const database = new Database(original);
  database.pragma("wal_checkpoint(TRUNCATE)");
  database.close();
  file = join(folder.path, "sealed", "trace 50%.db");
  await mkdir(dirname(file));
  await copyFile(original, file);
  await chmod(file, 0o444);
  await chmod(dirname(file), 0o555);
  if (process.getuid?.() !== 0) return;
  for (const path of [file, dirname(file), folder.path]) await chown(path, NOBODY, NOBODY);
  // Permissions do not apply to root. This cannot be undone, but no other test runs in this process.
  process.setgroups?.([]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
});

afterEach(async () => {
  await chmod(dirname(file), 0o755);
  await folder.remove();
});

it("reads a read-only file, leaves no other files beside it, and refuses to write it", async () => {
  const url = `sqlite:${file}`;
  const store = await openSqlTraceStore({ url, migrate: "check" });
  expect(await store.getSession(session.id)).toEqual(session);
  await expect(store.write({ sessionStarts: [sampleSession()] })).rejects.toThrow(/is read-only/);
  await store.close();
  expect(await readdir(dirname(file))).toEqual(["trace 50%.db"]);
  await expect(openSqlTraceStore({ url })).rejects.toThrow(/is read-only/);
});
