import { constants, statSync } from "node:fs";
import { access } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import type { DataSource } from "typeorm";

import type { StoreUrl } from "../store-url.js";
import { createDataSource, SQLITE_PRAGMAS, type ConnectionOptions } from "./create-data-source.js";
import { SqliteWriter } from "./sqlite-writer.js";

/** How long the thread that writes waits for other processes before the unit of work is begun anew. */
const PATIENCE_MS = 10_000;

/** What a store that was opened by URL works on. */
export interface StoreConnection {
  readonly dataSource: DataSource;
  readonly writer?: SqliteWriter;
  /** Throws when what is written is lost, since the file has been removed or replaced; where there is a file. */
  checkInPlace?(): void;
  /** When nobody uses it any more. */
  close(): Promise<void>;
}

/**
 * Connects to what the URL names.
 *
 * @param mayRead whether a SQLite file has to be there, and is opened also where it cannot be written
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

/** Undefined where there is no such file. At once, in some microseconds, where waiting for it would take ten times as long. */
function inodeOf(file: string): string | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino.toString();
}

/**
 * Whether nobody writes the file, and this process could not: then it is read as it stands, since SQLite could not make the
 * files beside it that it uses otherwise. Who has it open to write has a log beside it.
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
 * So that the file holds all that was written, without the log beside it: the driver lets go of both when garbage is
 * collected, and only then would the one be put into the other.
 */
async function emptyLog(dataSource: DataSource): Promise<void> {
  try {
    await dataSource.query("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch {
    // It stays as safe in the log as it was. Where others use the file as well, they go on with that.
  }
}
