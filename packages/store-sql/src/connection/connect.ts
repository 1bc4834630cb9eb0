import { constants, statSync } from "node:fs";
import { access } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import type { DataSource } from "typeorm";

import type { StoreUrl } from "../store-url.js";
import { createDataSource, SQLITE_PRAGMAS, type ConnectionOptions } from "./create-data-source.js";
import { SqliteWriter } from "./sqlite-writer.js";

/** How long the writing thread waits for other processes before the unit of work is retried. */
const PATIENCE_MS = 10_000;

/** The connection of a store that was opened by URL. */
export interface StoreConnection {
  readonly dataSource: DataSource;
  readonly writer?: SqliteWriter;
  /** Throws if the file was removed or replaced, so that what was written is lost. Only for SQLite files. */
  checkInPlace?(): void;
  /** To be called when no more calls use it. */
  close(): Promise<void>;
}

/**
 * Connects to the database of a store URL.
 *
 * @param mayRead whether a SQLite file must exist, and may be read-only
 */
export async function connect(
  target: StoreUrl,
  options: ConnectionOptions,
  mayRead: boolean,
): Promise<StoreConnection> {
  if (target.kind === "postgres" || target.file === ":memory:") {
    const dataSource = await createDataSource(target, options);
    return { dataSource, close: () => dataSource.destroy() };
  }
  const file = resolve(target.file);
  if (mayRead) await access(file);
  if (mayRead && (await isAtRest(file))) {
    const dataSource = await createDataSource(target, options, true);
    return { dataSource, close: () => dataSource.destroy() };
  }
  const dataSource = await createDataSource(target, options);
  const inode = inodeOf(file) ?? "";
  const writer = new SqliteWriter({
    thread: { file, inode, pragmas: SQLITE_PRAGMAS, patienceMs: PATIENCE_MS },
    threadFrom: options.threadFrom ?? 1_000,
  });
  return {
    dataSource,
    writer,
    checkInPlace: () => {
      if (inodeOf(file) === inode) return;
      throw Object.assign(new Error(`${file} is not the file that was opened`), { code: "ESTALE" });
    },
    close: async () => {
      await writer.close();
      await emptyLog(dataSource);
      await dataSource.destroy();
    },
  };
}

/**
 * Undefined if there is no such file. Synchronous, since that takes some microseconds, a tenth of an asynchronous call.
 */
function inodeOf(file: string): string | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino.toString();
}

/**
 * Whether no process has the file open for writing (it would have a log beside it), and this process cannot write it
 * either. Then the file must be read as immutable, since SQLite could not create the files that it otherwise needs
 * beside it.
 */
async function isAtRest(file: string): Promise<boolean> {
  const { R_OK, W_OK } = constants;
  const can = (path: string, mode: number): Promise<boolean> =>
    access(path, mode).then(
      () => true,
      () => false,
    );
  if (!(await can(file, R_OK)) || (await can(`${file}-wal`, R_OK))) return false;
  return !((await can(file, W_OK)) && (await can(dirname(file), W_OK)));
}

/**
 * Moves the content of the log into the file, so that the file is complete on its own. Otherwise this would happen only
 * when the driver's object is garbage-collected.
 */
async function emptyLog(dataSource: DataSource): Promise<void> {
  try {
    await dataSource.query("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch {
    // The records are still safe in the log. If other processes use the file, they continue with it.
  }
}
