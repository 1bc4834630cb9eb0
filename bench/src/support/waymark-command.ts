import { fileURLToPath } from "node:url";

import { runNode } from "./node-process.js";

/** Has to be built before the benchmarks are run. */
const PROGRAM = fileURLToPath(new URL("../../apps/waymark/dist/main.js", import.meta.url));

export interface CommandRun {
  /** From the start to the end of the process. */
  readonly seconds: number;
  readonly output: string;
}

/**
 * Runs `waymark` as a separate process, as users do.
 *
 * @param nodeOptions options of Node.js
 * @throws Error its exit code is not 0
 */
export async function runCommand(
  args: readonly string[],
  nodeOptions: readonly string[] = [],
): Promise<CommandRun> {
  const begin = performance.now();
  const output = await runNode([...nodeOptions, PROGRAM, ...args]);
  return { seconds: (performance.now() - begin) / 1_000, output };
}
