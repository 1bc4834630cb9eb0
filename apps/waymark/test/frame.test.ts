import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";

import { SchemaVersionError, type JsonObject } from "@waymark/trace-core";
import pico from "picocolors";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { CommandContext } from "../src/frame/command-context.js";
import { CommandFrame } from "../src/frame/command-frame.js";
import { CommandRun } from "../src/frame/command-run.js";
import { reportFailure } from "../src/frame/report-failure.js";
import { table } from "../src/frame/output/table.js";
import { createProgram } from "../src/program.js";
import { percentText } from "../src/views/format.js";
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

  it("names the command that updates an older store, but not for a newer store", async () => {
    const failing = (details: JsonObject) =>
      inProcess(async (context) => reportFailure(new SchemaVersionError("no", details), [], context), {
        cwd: folder.path,
      });
    expect(await failing({ pending: ["Later"] })).toMatchObject({
      exitCode: 1,
      stderr:
        "error: the schema of the trace is older than this program and lacks Later: run `waymark migrate`, or ask an administrator to\n",
    });
    expect((await failing({ unknown: ["Much later"] })).stderr).toBe("error: no\n");
  });

  it("prints help, and the version, on standard output", async () => {
    const help = await waymark(["--help"], { cwd: folder.path });
    expect(help).toMatchObject({ exitCode: 0, stderr: "" });
    expect(help.stdout.match(/--store <url>/g)).toHaveLength(1);
    expect(help.stdout).toContain("Exit codes");
    const version = await waymark(["--version"], { cwd: folder.path });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("reports wrong usage in one line, and exits with 2", async () => {
    const { exitCode, stdout, stderr } = await waymark(["--colour"], { cwd: folder.path });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/^error: unknown option '--colour'.*waymark --help`\)\n$/);
  });

  it("reports it as a JSON document on standard error with --json", async () => {
    const { exitCode, stdout, stderr } = await waymark(["--colour", "--json"], { cwd: folder.path });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    const { error } = readDocument("error", stderr) as ErrorDocument;
    expect(error.code).toBe("bad-usage");
  });

  it("points to the help of the command that was typed, and of its parts", async () => {
    const { stderr } = await waymark(["sessions", "show"], { cwd: folder.path });
    expect(stderr).toContain("(see `waymark sessions show --help`)");
    const option = await waymark(["report", "--nope"], { cwd: folder.path });
    expect(option.stderr).toContain("(see `waymark report --help`)");
  });

  it("waits for a slow reader any number of times, and leaves no listeners behind", async () => {
    let left = 0;
    const { stdout } = await inProcess(
      async (context) => {
        const { output } = new CommandRun(context, {
          store: "sqlite::memory:",
          json: false,
          quiet: false,
          verbose: false,
        });
        const before = context.stdout.listenerCount("close") + context.stdout.listenerCount("error");
        for (let i = 0; i < 20; i++) await output.write("x".repeat(100_000));
        left = context.stdout.listenerCount("close") + context.stdout.listenerCount("error") - before;
        return 0;
      },
      { cwd: folder.path },
    );
    expect({ length: stdout.length, left }).toEqual({ length: 2_000_000, left: 0 });
  });

  it("refuses an empty session name", async () => {
    await waymark(["migrate"], { cwd: folder.path });
    const session = await waymark(["report", ""], { cwd: folder.path });
    expect(session).toMatchObject({ exitCode: 2, stdout: "" });
    expect(session.stderr).toContain("specify a session");
  });

  it("writes an HTML page only to a file, not to an empty name or to standard output", async () => {
    await waymark(["migrate"], { cwd: folder.path });
    for (const name of ["", "-"]) {
      const html = await waymark(["report", "--html", name], { cwd: folder.path });
      expect(html).toMatchObject({
        exitCode: 2,
        stdout: "",
        stderr: "error: --html must name a file, such as report.html\n",
      });
    }
    expect(await readdir(folder.path)).toEqual([".waymark"]);
  });

  it("shows a command's own and global options in its help, without surplus empty lines", async () => {
    const show = await waymark(["sessions", "show", "--help"], { cwd: folder.path });
    expect(show.stdout).toContain("--store <url>");
    expect(show.stdout).not.toContain("--status");
    for (const command of [[], ["export"], ["conflicts"], ["prune"]]) {
      const { stdout } = await waymark([...command, "--help"], { cwd: folder.path });
      expect(stdout).toContain("\n\nExamples:\n");
      expect(stdout).not.toContain("\n\n\n");
    }
    const { stderr } = await waymark(["catalog"], { cwd: folder.path });
    expect(stderr).toBe("error: say what to do: see `waymark catalog --help`\n");
  });

  it("states the limits of numeric options in terms of the command line", async () => {
    for (const [args, bounds] of [
      [["explain", "TP53", "--answers", "2000"], "1 to 1,000"],
      [["report", "--unmapped", "-1"], "0 to 1,000,000"],
      [["diff", "--limit", "2000000"], "0 to 1,000,000"],
      [["sessions", "--limit", "0"], "1"],
    ] as const) {
      const { exitCode, stderr } = await waymark(args, { cwd: folder.path });
      expect({ args, exitCode }).toEqual({ args, exitCode: 2 });
      expect(stderr).toContain(`Expected a whole number from ${bounds}.`);
    }
  });

  it("cuts long cells of a table, except in the last column, which does not affect the others", () => {
    const long = "x".repeat(600);
    const [head = "", row = ""] = table(["a", "b", "c"], [[long, "y", long]], {
      colors: pico.createColors(false),
    }).split("\n");
    expect(head).toMatch(/^a {61}b {2}c$/);
    expect(row).toBe(`${"x".repeat(59)}…  y  ${long}`);
  });

  it("never shows an incomplete share as 100 %, or a small one as 0 %", () => {
    expect([98_068 / 98_069, 1, 0.5, 1 / 98_069, 0].map(percentText)).toEqual([
      "> 99.9 %",
      "100.0 %",
      "50.0 %",
      "< 0.1 %",
      "0.0 %",
    ]);
  });

  it("does not create a store by reading it", async () => {
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

  it("treats an unreadable store URL as wrong usage, and says what to do", async () => {
    for (const url of [
      "postgres://user:s3cret/word@127.0.0.1/db",
      "postgres:user:s3cret-word@127.0.0.1/db",
    ]) {
      const { exitCode, stderr } = await inProcess(reading(url), { cwd: folder.path });
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/^error: .*(percent-encoded|a store is sqlite:FILE)/);
      expect(stderr).not.toContain("s3cret");
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

/** Opens a store like a command that only reads. */
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
