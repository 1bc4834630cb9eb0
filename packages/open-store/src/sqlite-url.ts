import { resolve } from "node:path";

/** Whether the trace that a URL names is in memory only, and ends with the process. */
export function isInMemory(url: string): boolean {
  return /^sqlite::memory:$/i.test(url);
}

/**
 * The file that a `sqlite:FILE` names, absolute; null for all other URLs.
 *
 * @param folder what a relative path counts from
 */
export function sqliteFile(url: string, folder: string): string | null {
  // What follows two slashes would be a host.
  const file = /^sqlite:(?:\/\/(?=\/)|(?!\/\/))(.+)$/is.exec(url)?.[1];
  return file === undefined || isInMemory(url) ? null : resolve(folder, file);
}
