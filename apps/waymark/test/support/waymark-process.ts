import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { CommandOutcome } from "./in-process.js";

const MAIN = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

export interface RunningWaymark {
  readonly process: ChildProcess;
  readonly outcome: Promise<CommandOutcome>;
}

export interface ProcessOptions {
  readonly cwd: string;
  /** Standard input. Default empty. */
  readonly input?: string;
  readonly env?: Record<string, string>;
  /** File for standard output, like `>` in a shell; the outcome's output is then empty. Default none. */
  readonly stdoutFile?: string;
}

/** Runs the built program in a separate process. Its exit code is null if it was killed. */
export function startWaymark(
  args: readonly string[],
  { cwd, input = "", env: more = {}, stdoutFile }: ProcessOptions,
): RunningWaymark {
  const { WAYMARK_STORE: _store, npm_lifecycle_event: _event, ...env } = process.env;
  // Called directly, as npm links it, if the system supports a shebang.
  const [program, ...before] = process.platform === "win32" ? [process.execPath, MAIN] : [MAIN];
  const file = stdoutFile === undefined ? null : openSync(stdoutFile, "w");
  const child: ChildProcess = spawn(program, [...before, ...args], {
    cwd,
    env: { ...env, ...more },
    stdio: ["pipe", file ?? "pipe", "pipe"],
  });
  if (file !== null) closeSync(file);
  const output = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  child.stdin?.on("error", () => undefined).end(input);
  const outcome = new Promise<CommandOutcome>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => {
      resolve({ exitCode, ...output });
    });
  });
  return { process: child, outcome };
}
