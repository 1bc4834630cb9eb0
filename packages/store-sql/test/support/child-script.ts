import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { build } from "tsup";

const PACKAGE = fileURLToPath(new URL("../../", import.meta.url));

export interface ChildScript {
  /** Starts a process of its own. */
  start(...args: string[]): RunningScript;
  remove(): Promise<void>;
}

/** Makes `test/scripts/NAME.ts` something that plain Node.js runs, sources of the sibling packages included. */
export async function childScript(name: string): Promise<ChildScript> {
  // Within the package, so that the drivers are found from there.
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
    // The sources of the sibling packages, not what they last built.
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

  /** What it prints, line by line, until it ends. */
  lines(): AsyncIterable<string> {
    return createInterface({ input: this.child.stdout });
  }

  /** As `kill -9` does: it gets no chance to tidy up. Resolves when it is gone. */
  async kill(): Promise<void> {
    const gone = once(this.child, "exit");
    if (this.child.kill("SIGKILL")) await gone;
  }

  /** Its whole output, once it ended with exit code 0. */
  async output(): Promise<string> {
    let text = "";
    this.child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    const [code] = (await once(this.child, "close")) as [number | null];
    if (code !== 0) throw new Error(`exit code ${String(code)}: ${this.stderr}`);
    return text;
  }
}
