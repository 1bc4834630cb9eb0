const WHY: Readonly<Record<string, string>> = {
  EACCES: "there is no permission to write it: change its permissions",
  EPERM: "there is no permission to write it: change its permissions",
  ENOENT: "nothing can be created there: choose another place",
  EROFS: "the disk is read-only: choose another place",
  ENOSPC: "no space is left there: free some",
  EDQUOT: "your disk quota is used up: free some space",
  EFBIG: "it is larger than files can be there: write it elsewhere",
  EEXIST: "a file of that name is in the way: move it",
  ENOTDIR: "a file is in the way: move it",
  EPIPE: "its reader has stopped: start that again",
};

/** Why something cannot be written, and what to do; for other errors, the system's message. */
export function whyUnwritable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return WHY[code ?? ""] ?? message;
}
