import { resolve } from "node:path";

/** The user's current folder: a script runner starts the program elsewhere, but passes on where it was called. */
export function userFolder(env: NodeJS.ProcessEnv = process.env): string {
  const isScript = env.npm_lifecycle_event === "demo";
  return isScript && env.INIT_CWD !== undefined ? env.INIT_CWD : process.cwd();
}

/** Resolves a path given by the user. */
export function fromUser(path: string): string {
  return resolve(userFolder(), path);
}
