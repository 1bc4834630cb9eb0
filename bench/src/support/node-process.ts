import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Runs a Node.js program as a separate process, which is killed when this one exits.
 *
 * @param args options of Node.js, the program, and its arguments
 * @returns its standard output
 * @throws Error its exit code is not 0
 */
export async function runNode(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  try {
    const closed = once(child, "close") as Promise<[number | null, string | null]>;
    let output = "";
    for await (const chunk of child.stdout) output += String(chunk);
    const [code, signal] = await closed;
    if (code !== 0) throw new Error(`node ${args.join(" ")} ended with ${code ?? signal ?? "nothing"}`);
    return output;
  } finally {
    process.off("exit", kill);
  }
}
