import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { build } from "tsup";

const PACKAGE = fileURLToPath(new URL("../../", import.meta.url));

export interface ChildScript {
  /** Starts the script in a new process. */
  start(...args: string[]): RunningScript;
  remove(): Promise<void>;
}

/** Bundles `test/scripts/NAME.ts` with the sources of the sibling packages, so that plain Node.js can run it. */
export async function childScript(name: string): Promise<ChildScript> {
  // Inside the package, so that the drivers are found from there.
  const folder = await mkdtemp(join(PACKAGE, "node_modules", ".test-scripts-"));
  await build({
    config: false,
    entry: {
      [name]: join(PACKAGE, "test", "scripts", `${name}.ts`),
      "sqlite-worker": join(PACKAGE, "src", "connection", "sqlite-worker.js"),
    },
    tsconfig: join(PACKAGE, "tsconfig.json"),
    outDir: folder,
    format: "esm",
    target: "node20",
    platform: "node",
    // Bundles the sources of the sibling packages, not their last build.
    noExternal: [/^@waymark\//],
    silent: true,
  });
  return {
    start: (...args) => new RunningScript(spawn(process.execPath, [join(folder, `${name}.js`), ...args])),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export class RunningScript {
  private stderr = "";

  constructor(private readonly child: ChildProcessWithoutNullStreams) {
    child.stderr.on("data", (chunk: Buffer) => (this.stderr += chunk.toString()));
  }

  /** Its output, line by line, until it ends. */
  lines(): AsyncIterable<string> {
    return createInterface({ input: this.child.stdout });
  }

  /** Like `kill -9`: it has no chance to clean up. Resolves when it has ended. */
  async kill(): Promise<void> {
    const gone = once(this.child, "exit");
    if (this.child.kill("SIGKILL")) await gone;
  }

  /** Its whole output, after it has ended with exit code 0. */
  async output(): Promise<string> {
    let text = "";
    this.child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    const [code] = (await once(this.child, "close")) as [number | null];
    if (code !== 0) throw new Error(`exit code ${String(code)}: ${this.stderr}`);
    return text;
  }
}
