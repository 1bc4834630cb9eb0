/**
 * Why a file cannot be read, according to the system's error.
 *
 * @throws the error, if it is not about a file
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

/** The same for a table; if it does not exist, the message adds that the folder of the tables can be specified. */
export function whyNoTable(error: unknown): string {
  const why = whyUnreadable(error);
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" ? `${why}: put it there, or specify the folder of the tables` : why;
}
