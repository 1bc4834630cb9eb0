import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));

export interface DemoOutcome {
  /** Null if it was killed. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningDemo {
  readonly process: ChildProcess;
  readonly outcome: Promise<DemoOutcome>;
}

/** A folder in which the built demo is run. */
export class DemoFolder {
  private constructor(readonly path: string) {}

  static async create(): Promise<DemoFolder> {
    return new DemoFolder(await mkdtemp(join(tmpdir(), "waymark-demo-")));
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }

  start(args: readonly string[], input = ""): RunningDemo {
    const { WAYMARK_STORE: _store, npm_lifecycle_event: _event, ...env } = process.env;
    const child = spawn(process.execPath, [MAIN, ...args], { cwd: this.path, env });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
    child.stdin.on("error", () => undefined).end(input);
    const outcome = new Promise<DemoOutcome>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exitCode) => {
        resolve({ exitCode, ...output });
      });
    });
    return { process: child, outcome };
  }

  run(args: readonly string[], input?: string): Promise<DemoOutcome> {
    return this.start(args, input).outcome;
  }
}
