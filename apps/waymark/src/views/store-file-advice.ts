import { closeSync, openSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** The first bytes of every SQLite database. */
const MAGIC = "SQLite format 3\0";

/** Advice for an SQLite file that could not be opened, depending on what the file is. */
export function storeFileAdvice(file: string): string {
  try {
    if (statSync(file).isDirectory())
      return "it is a folder: name a file in it, such as sqlite:FOLDER/trace.db";
    if (!begins(file, MAGIC))
      return "it is not an SQLite database: name another file with --store, or move it away";
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return `check whether the folder ${dirname(file)} exists`;
    return "check the permissions of the file and of every folder above it";
  }
  return (
    "it may be damaged, or its folder may be read-only: check it with `sqlite3 FILE 'PRAGMA integrity_check'`, " +
    "or restore it from a backup or an export (`waymark import`)"
  );
}

function begins(file: string, text: string): boolean {
  const handle = openSync(file, "r");
  try {
    const head = Buffer.alloc(text.length);
    const length = readSync(handle, head, 0, text.length, 0);
    // An empty file counts as a database without tables.
    return length === 0 || head.toString("latin1", 0, length) === text;
  } finally {
    closeSync(handle);
  }
}
