const WHY: Readonly<Record<string, string>> = {
  EACCES: "it may not be written: change its permissions",
  EPERM: "it may not be written: change its permissions",
  ENOENT: "nothing can be made there: name a place elsewhere",
  EROFS: "the disk is read-only: name a place elsewhere",
  ENOSPC: "no space is left there: make room",
  EDQUOT: "your share of the disk is used up: make room",
  EFBIG: "it is larger than a file may be there: write it elsewhere",
  EEXIST: "a file of that name is in the way: move it",
  ENOTDIR: "a file is in the way: move it",
  EPIPE: "nobody reads it any more: start its reader anew",
};

/** Why something cannot be written, and what to do; what the system says where nothing better is known. */
export function whyUnwritable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return WHY[code ?? ""] ?? message;
}
