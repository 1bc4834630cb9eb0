import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { readDocument } from "./support/documents.js";
import { TestFolder } from "./support/test-folder.js";
import { startWaymark, type RunningWaymark } from "./support/waymark-process.js";

/** More than the executor reads ahead, so that a run is still working when its first answers arrive. */
const COUNT = 11_000;

const TYPES = ["--from", "HGNC_SYMBOL", "--to", "NCBI_GENE"];

describe("The built program", { timeout: 120_000 }, () => {
  let folder: TestFolder;

  beforeEach(async () => {
    folder = await TestFolder.create();
    expect(await start(["catalog", "init"]).outcome).toMatchObject({ exitCode: 0, stderr: "" });
  });

  afterEach(() => folder.remove());

  function start(args: readonly string[], input = ""): RunningWaymark {
    return startWaymark(args, { cwd: folder.path, input });
  }

  async function manyIdentifiers(): Promise<void> {
    const lines = Array.from({ length: COUNT }, (_, index) => `NOTAGENE${String(index)}`);
    await folder.write("ids.txt", `${lines.join("\n")}\n`);
  }

  /** Starts to map, and resolves when the first answers arrive. */
  async function answering(): Promise<RunningWaymark> {
    const running = start(["map", "ids.txt", ...TYPES, "--output", "out.tsv", "--verbose"]);
    await new Promise<void>((resolve) => {
      running.process.stderr?.on("data", (text: string) => {
        if (text.includes("is answering")) resolve();
      });
      running.process.once("close", () => {
        resolve();
      });
    });
    return running;
  }

  async function files(): Promise<string[]> {
    return (await readdir(folder.path)).filter((it) => it.includes("out.tsv")).sort();
  }

  it("maps the starter's sample from a file and from a pipe alike", async () => {
    const file = await start(["map", "catalog/symbols.txt", ...TYPES]).outcome;
    const pipe = await start(["map", "-", ...TYPES, "--fresh"], await folder.read("catalog/symbols.txt"))
      .outcome;
    expect(file.exitCode).toBe(0);
    expect(file.stdout).toContain("TP53\tTP53\tNCBI_GENE\t7157\tmapped");
    expect(pipe.stdout).toBe(file.stdout);
    expect(file.stdout + file.stderr).not.toContain("\u001b");
  });

  it("writes no output when it is interrupted, says how to continue, and continues", async () => {
    await manyIdentifiers();
    const running = await answering();
    running.process.kill("SIGINT");
    const { exitCode, stderr } = await running.outcome;
    expect(exitCode).toBe(130);
    expect(await files()).toEqual([]);
    const [, session = ""] = /waymark resume (\S+)/.exec(stderr) ?? [];
    expect((await start(["resume", session]).outcome).exitCode).toBe(0);
    expect((await folder.read("out.tsv")).trim().split("\n")).toHaveLength(COUNT + 1);
  });

  it.skipIf(process.platform === "win32")(
    "says that it stops while a database does not answer, and leaves at the second interrupt",
    async () => {
      const silent = createServer(() => undefined).listen(0, "127.0.0.1");
      await once(silent, "listening");
      try {
        const { port } = silent.address() as AddressInfo;
        const args = ["map", "catalog/symbols.txt", ...TYPES, "--store"];
        const running = start([...args, `postgres://127.0.0.1:${String(port)}/trace`]);
        await once(silent, "connection");
        running.process.kill("SIGINT");
        const [text] = (await once(running.process.stderr ?? silent, "data")) as [string];
        expect(text).toBe("stopping: finished mappings are being written; interrupt again to exit at once\n");
        running.process.kill("SIGINT");
        expect(await running.outcome).toMatchObject({ exitCode: null, stdout: "" });
        expect(running.process.signalCode).toBe("SIGINT");
      } finally {
        silent.close();
      }
    },
  );

  it("continues after it was killed, and removes the files that left behind", async () => {
    await manyIdentifiers();
    const running = await answering();
    running.process.kill("SIGKILL");
    expect((await running.outcome).exitCode).toBeNull();
    expect(await files()).toEqual([`.out.tsv.${String(running.process.pid)}.waymark-part`]);
    expect((await start(["resume", "latest"]).outcome).exitCode).toBe(0);
    expect(await files()).toEqual(["out.tsv"]);
  });

  it("ends quietly when its output is closed", async () => {
    await manyIdentifiers();
    const { process: child, outcome } = start(["map", "ids.txt", ...TYPES]);
    child.stdout?.once("data", () => child.stdout?.destroy());
    const { exitCode, stderr } = await outcome;
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain("error");
    expect(stderr).toContain("waymark resume");
  });

  // Linux has a device that is always full.
  it.skipIf(process.platform !== "linux")(
    "says in one line that standard output cannot be written, and exits with 1",
    async () => {
      expect(await start(["map", "catalog/symbols.txt", ...TYPES]).outcome).toMatchObject({ exitCode: 0 });
      const message = "cannot write standard output: no space is left there: free some";
      for (const args of [["--help"], ["sessions"], ["report"], ["export", "--format", "tsv", "--all"]]) {
        const { exitCode, stderr } = await startWaymark(args, { cwd: folder.path, stdoutFile: "/dev/full" })
          .outcome;
        expect({ args, exitCode }).toEqual({ args, exitCode: 1 });
        expect(stderr).toBe(`error: ${message}\n`);
      }
      const { exitCode, stderr } = await startWaymark(["report", "--json"], {
        cwd: folder.path,
        stdoutFile: "/dev/full",
      }).outcome;
      expect(exitCode).toBe(1);
      expect(readDocument("error", stderr)).toMatchObject({
        error: { code: "output-failed", message, details: { output: "standard output" } },
      });
    },
  );

  it.skipIf(process.platform !== "linux")(
    "says where the answers are that could not be written, and how to go on when there are more",
    async () => {
      await manyIdentifiers();
      const map = (...args: readonly string[]) =>
        startWaymark(["map", ...args, ...TYPES], { cwd: folder.path, stdoutFile: "/dev/full" }).outcome;
      const cut = await map("ids.txt");
      expect(cut.exitCode).toBe(1);
      const [, session = ""] =
        /: free some; finished mappings are kept; continue with: waymark resume (\S+)\n$/.exec(cut.stderr) ??
        [];
      expect((await start(["resume", session]).outcome).exitCode).toBe(0);

      const whole = await map("catalog/symbols.txt");
      expect(whole.exitCode).toBe(1);
      const [, command = ""] =
        /: free some; all answers are in the trace: map again, or export them with: waymark (.+)\n$/.exec(
          whole.stderr,
        ) ?? [];
      expect((await start(command.split(" ")).outcome).stdout).toContain("7157");
      expect(readDocument("error", (await map("catalog/symbols.txt", "--json")).stderr)).toMatchObject({
        error: {
          code: "output-failed",
          details: { export: expect.stringContaining("waymark export ") as string },
        },
      });
    },
  );

  it("does not say that a complete run ended early", async () => {
    const { process: child, outcome } = start(["map", "catalog/symbols.txt", ...TYPES]);
    child.stdout?.destroy();
    const { exitCode, stderr } = await outcome;
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain("ended early");
  });
});
