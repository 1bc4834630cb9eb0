import { existsSync } from "node:fs";

import { SchemaVersionError, type JsonObject } from "@waymark/trace-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { CommandContext } from "../src/frame/command-context.js";
import { CommandFrame } from "../src/frame/command-frame.js";
import { CommandRun } from "../src/frame/command-run.js";
import { reportFailure } from "../src/frame/report-failure.js";
import { createProgram } from "../src/program.js";
import type { ErrorDocument } from "../src/documents/error-document.js";
import { readDocument } from "./support/documents.js";
import { inProcess, waymark } from "./support/in-process.js";
import { TestFolder } from "./support/test-folder.js";

describe("The frame of every command", () => {
  let folder: TestFolder;

  beforeEach(async () => {
    folder = await TestFolder.create();
  });

  afterEach(() => folder.remove());

  it("says which command brings an older store up to date, and says it of no newer one", async () => {
    const failing = (details: JsonObject) =>
      inProcess(async (context) => reportFailure(new SchemaVersionError("no", details), [], context), {
        cwd: folder.path,
      });
    expect(await failing({ pending: ["Later"] })).toMatchObject({
      exitCode: 1,
      stderr: "error: no (here: `waymark migrate`)\n",
    });
    expect((await failing({ unknown: ["Much later"] })).stderr).toBe("error: no\n");
  });

  it("prints help, and the version, on standard output", async () => {
    const help = await waymark(["--help"], { cwd: folder.path });
    expect(help).toMatchObject({ exitCode: 0, stderr: "" });
    expect(help.stdout).toContain("--store <url>");
    expect(help.stdout).toContain("Exit codes");
    const version = await waymark(["--version"], { cwd: folder.path });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("says in one line what is wrong with the usage, and exits with 2", async () => {
    const { exitCode, stdout, stderr } = await waymark(["--colour"], { cwd: folder.path });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/^error: unknown option '--colour'.*waymark --help`\)\n$/);
  });

  it("says the same as a document on standard error under --json", async () => {
    const { exitCode, stdout, stderr } = await waymark(["--colour", "--json"], { cwd: folder.path });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    const { error } = readDocument("error", stderr) as ErrorDocument;
    expect(error.code).toBe("bad-usage");
  });

  it("makes no store in order to read one", async () => {
    const { exitCode, stderr } = await inProcess(reading("sqlite:./.waymark/trace.db"), { cwd: folder.path });
    expect(exitCode).toBe(3);
    expect(stderr).toContain("waymark map");
    expect(existsSync(folder.file(".waymark"))).toBe(false);
  });

  it("shows no password of a store that cannot be opened", async () => {
    const url = "postgres://user:s3cret-word@127.0.0.1:1/db";
    for (const args of [["--store", url], []]) {
      const { exitCode, stderr } = await inProcess(reading(url, [...args, "--verbose"]), {
        cwd: folder.path,
        env: { WAYMARK_STORE: url },
      });
      expect(exitCode).toBe(1);
      expect(stderr).toContain("user");
      expect(stderr).not.toContain("s3cret-word");
    }
  });

  it("has help with an example for every command", async () => {
    await inProcess(
      async (context) => {
        const { commands } = createProgram(new CommandFrame(context));
        const leaves = commands.flatMap((it) => (it.commands.length > 0 ? it.commands : [it]));
        for (const command of leaves) {
          let help = "";
          command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
          expect(help).toMatch(/Examples:\n {2}.*waymark/);
        }
        return 0;
      },
      { cwd: folder.path },
    );
  });
});

/** Opens a store as a command that reads does. */
function reading(store: string, args: readonly string[] = []) {
  return async (context: CommandContext): Promise<number> => {
    const run = new CommandRun(context, { store, json: false, verbose: false, quiet: false });
    try {
      return await run.withStore("read", async () => 0);
    } catch (error) {
      return reportFailure(error, args, context);
    }
  };
}
