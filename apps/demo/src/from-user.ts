import { resolve } from "node:path";

/** Where the user stands: a script runner starts programs elsewhere, and says where it was called. */
export function userFolder(env: NodeJS.ProcessEnv = process.env): string {
  const isScript = env.npm_lifecycle_event === "demo";
  return isScript && env.INIT_CWD !== undefined ? env.INIT_CWD : process.cwd();
}

/** A path as the user means it. */
export function fromUser(path: string): string {
  return resolve(userFolder(), path);
}
