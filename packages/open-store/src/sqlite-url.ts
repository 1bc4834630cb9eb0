import { resolve } from "node:path";

/** Whether the trace of a URL is only in memory, and lost when the process ends. */
export function isInMemory(url: string): boolean {
  return /^sqlite::memory:$/i.test(url);
}

/**
 * The absolute path of the file in `sqlite:FILE`; null for all other URLs.
 *
 * @param folder the folder against which a relative path is resolved
 */
export function sqliteFile(url: string, folder: string): string | null {
  // What follows two slashes would be a host.
  const file = /^sqlite:(?:\/\/(?=\/)|(?!\/\/))(.+)$/is.exec(url)?.[1];
  return file === undefined || isInMemory(url) ? null : resolve(folder, file);
}
