import { fileURLToPath } from "node:url";

import { runNode } from "./node-process.js";

/** Built before the benchmarks are run. */
const PROGRAM = fileURLToPath(new URL("../../apps/waymark/dist/main.js", import.meta.url));

export interface CommandRun {
  /** From the start of the process to its end. */
  readonly seconds: number;
  readonly output: string;
}

/**
 * Runs `waymark` as a process of its own, the way its users do.
 *
 * @param nodeOptions of Node, before the program
 * @throws Error it did not end with 0
 */
export async function runCommand(
  args: readonly string[],
  nodeOptions: readonly string[] = [],
): Promise<CommandRun> {
  const begin = performance.now();
  const output = await runNode([...nodeOptions, PROGRAM, ...args]);
  return { seconds: (performance.now() - begin) / 1_000, output };
}
