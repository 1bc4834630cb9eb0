import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

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
  const child = spawn(process.execPath, [...nodeOptions, PROGRAM, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  try {
    const closed = once(child, "close") as Promise<[number | null, string | null]>;
    let output = "";
    for await (const chunk of child.stdout) output += String(chunk);
    const [code, signal] = await closed;
    if (code !== 0) throw new Error(`waymark ${args.join(" ")} ended with ${code ?? signal ?? "nothing"}`);
    return { seconds: (performance.now() - begin) / 1_000, output };
  } finally {
    process.off("exit", kill);
  }
}
