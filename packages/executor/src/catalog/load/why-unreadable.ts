/**
 * Why a file cannot be read, as the system says it.
 *
 * @throws what is no trouble with a file
 */
export function whyUnreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EACCES") return "there is no permission to read it; change its permissions";
  if (code === "EISDIR") return "it is a folder, not a file";
  if (code?.startsWith("Z_")) return `its gzip is damaged, get it again (${message})`;
  if (code !== undefined) return message;
  throw error;
}

/** The same of a table, whose name counts from a folder that can be named as well. */
export function whyNoTable(error: unknown): string {
  const why = whyUnreadable(error);
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" ? `${why}: put it there, or specify the folder of the tables` : why;
}
