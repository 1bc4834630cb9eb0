import { hostname } from "node:os";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

import { openStore } from "@waymark/open-store";
import { sampleSession } from "@waymark/trace-core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { DoctorDocument } from "../src/documents/doctor-document.js";
import { readDocument } from "./support/documents.js";
import { waymark, type CommandOutcome, type InProcessOptions } from "./support/in-process.js";
import { mapSample } from "./support/sample-runs.js";
import { TestFolder } from "./support/test-folder.js";

describe("The commands that look after a store", () => {
  let folder: TestFolder;
  let url: string;

  beforeEach(async () => {
    folder = await TestFolder.create();
    url = `sqlite:${folder.file("trace.db")}`;
  });

  afterEach(() => folder.remove());

  const run = (args: string[], more: Partial<InProcessOptions> = {}): Promise<CommandOutcome> =>
    waymark([...args, "--store", url], { cwd: folder.path, ...more });

  it("report with doctor that there is no trace yet, and create none", async () => {
    const { exitCode, stdout } = await run(["doctor", "--json"]);
    expect(exitCode).toBe(1);
    const { checks, isHealthy } = readDocument("doctor", stdout) as DoctorDocument;
    expect(isHealthy).toBe(false);
    expect(checks).toMatchObject([
      { name: "store", status: "fail", advice: expect.stringContaining("map") as string },
    ]);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it("report with doctor that nothing answers, without the password", async () => {
    const args = ["doctor", "--store", "postgres://me:s3cret-word@127.0.0.1:1/db"];
    const { exitCode, stdout, stderr } = await waymark(args, { cwd: folder.path });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^fail {2}store/);
    expect(stdout + stderr).not.toContain("s3cret-word");
  });

  it("create a store with migrate, once", async () => {
    const before = await run(["migrate", "--dry-run", "--json"]);
    expect(readDocument("migrate", before.stdout)).toMatchObject({ existed: false, pending: [] });
    expect(await readdir(folder.path)).toEqual([]);
    const made = await run(["migrate", "--json"]);
    expect(readDocument("migrate", made.stdout)).toMatchObject({
      ...{ existed: false, dryRun: false, pending: [] },
      taken: expect.arrayContaining([expect.stringMatching(/^\w+$/)]) as unknown,
    });
    const again = await run(["migrate"]);
    expect(again).toMatchObject({ exitCode: 0, stdout: `${url} is up to date\n` });
    expect((await run(["doctor"])).exitCode).toBe(0);
  });

  it("say with sessions that the trace has none yet, or that none matches", async () => {
    await run(["migrate"]);
    expect(await run(["sessions"])).toMatchObject({ exitCode: 0, stderr: "the trace has no session yet\n" });
    expect((await run(["sessions", "--tag", "x"])).stderr).toBe("no session matches\n");
    expect((await run(["stale", "--from", "X"])).stderr).toBe(
      "error: the trace has no type X: it has no session yet\n",
    );
  });

  it("list with doctor and sessions the runs whose process is gone", async () => {
    const store = await openStore(url);
    const owner = { host: hostname(), processId: 2 ** 22 - 1, processStartedAt: new Date(0) };
    const session = { ...sampleSession(), owner };
    await store.write({ sessionStarts: [session] });
    await store.close();
    const doctor = await run(["doctor"]);
    expect(doctor.exitCode).toBe(0);
    expect(doctor.stdout).toContain(`1 session running without a heartbeat: ${session.id}`);
    expect(doctor.stdout).toContain("import its trace again if it comes from an interrupted import");
    expect((await run(["sessions"])).stdout).toContain("running (stale)");
  });

  it("ask on a terminal before pruning, and prune only on a yes", async () => {
    await mapSample(url);
    const args = ["prune", "--older-than", "2026-06-01"];
    const declined = await run(args, { isTerminal: true, input: "n\n" });
    expect(declined.stderr).toContain("Permanently remove 2 sessions");
    expect(declined.stdout).toBe("nothing was removed\n");
    expect((await run(args, { isTerminal: true })).stdout).toBe("nothing was removed\n");
    const agreed = await run([...args, "--json"], { isTerminal: true, input: "yes\n" });
    expect(readDocument("prune", agreed.stdout)).toMatchObject({ sessions: 2, dryRun: false });
    expect((await run(args)).stdout).toMatch(/^nothing that ended before .* can be removed\n$/);
  });

  it("leave a file unchanged when an export fails or is interrupted", async () => {
    await mapSample(url);
    const file = await folder.write("out.tsv", "as it was");
    const args = ["export", "--format", "tsv", "--all", "--output", file];
    const stopped = await run(args, { interrupt: AbortSignal.abort() });
    expect(stopped.exitCode).toBe(130);
    expect(stopped.stderr).toContain("is unchanged");
    const unknown = ["export", "--format", "sssom", "--session", "latest", "--output", file];
    expect((await run(unknown)).exitCode).toBe(2);
    expect(await folder.read("out.tsv")).toBe("as it was");
    expect((await readdir(folder.path)).filter((it) => it.includes("part"))).toEqual([]);
    expect((await run(args)).stderr).toMatch(/^wrote /);
    expect(await folder.read("out.tsv")).toContain("source_type\t");
  });

  it("refuse an export without a selection, or one that would mix with a document", async () => {
    expect((await run(["export", "--format", "tsv"])).exitCode).toBe(2);
    expect((await run(["export", "--format", "tsv", "--all", "--json"])).exitCode).toBe(2);
    expect((await run(["export", "--format", "xlsx", "--all"])).exitCode).toBe(2);
    const both = await run(["export", "--format", "tsv", "--all", "--session", "latest"]);
    expect(both).toMatchObject({ exitCode: 2, stdout: "" });
    expect(both.stderr).toContain("use either --session SESSION or --all, not both");
    expect((await run(["export", "--format", "tsv", "--all", "--output", ""])).stderr).toContain(
      "--output must",
    );
  });

  it("refuse --raw for a format that guards no formulas", async () => {
    expect(await run(["export", "--format", "jsonl", "--all", "--raw"])).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr: "error: --raw applies only to --format tsv: jsonl guards no cells, so omit it\n",
    });
  });

  it("refuse unknown options of a format, and a missing options file", async () => {
    await mapSample(url);
    const args = ["export", "--format", "tsv", "--all", "--options"];
    const bogus = await run([...args, await folder.write("bogus.json", '{"bogus":1}')]);
    expect(bogus).toMatchObject({ exitCode: 2, stdout: "" });
    expect(bogus.stderr).toBe("error: bogus is not an option of the format tsv: it knows guardFormulas\n");
    expect(await run([...args, "nowhere.json"])).toMatchObject({
      exitCode: 2,
      stderr: "error: cannot read nowhere.json: there is no such file\n",
    });
  });

  it("import a gzipped file, whole or damaged, from standard input and a named pipe as well", async () => {
    await mapSample(url);
    const { stdout: trace } = await run(["export", "--format", "jsonl", "--all"]);
    const packed = gzipSync(trace);
    await writeFile(folder.file("trace.jsonl.gz"), packed);
    await writeFile(folder.file("cut.jsonl.gz"), packed.subarray(0, packed.length - 20));
    const into = ["--store", `sqlite:${folder.file("other.db")}`];
    const options = { cwd: folder.path };
    const file = await waymark(["import", "trace.jsonl.gz", ...into], options);
    expect(file.stdout).toMatch(/^imported \d+ lines: 2 sessions \(2 new\), [^\n]+\n$/);
    const pipe = await waymark(["import", "-", ...into], { ...options, input: packed });
    expect(pipe.stdout).toBe(
      `${file.stdout.replace("(2 new)", "(none new)")}the counts include records that the store already had, which are unchanged\n`,
    );
    await folder.pipe("named", trace);
    expect((await waymark(["import", "named", ...into], options)).stdout).toBe(pipe.stdout);
    expect(await waymark(["import", "cut.jsonl.gz", ...into], options)).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr:
        "error: cut.jsonl.gz is damaged gzip (unexpected end of file): get it again; nothing was imported\n",
    });
  });

  it("create no store if nothing of a trace could be imported", async () => {
    await mapSample(url);
    const { stdout: trace } = await run(["export", "--format", "jsonl", "--all"]);
    const packed = gzipSync(trace);
    const broken = trace.replace('"status":"completed"', '"status":"finished"');
    for (const input of ["", "TP53\n", broken, packed.subarray(0, packed.length - 20)]) {
      const failed = await waymark(["import", "-", "--store", "sqlite:new/trace.db"], {
        cwd: folder.path,
        input,
      });
      expect(failed).toMatchObject({ exitCode: 2, stdout: "" });
      expect(failed.stderr).toMatch(/; nothing was imported\n$/);
      expect(await readdir(folder.path)).not.toContain("new");
    }
    const args = ["import", "-", "--store", "sqlite:new/trace.db", "--json"];
    const whole = await waymark(args, { cwd: folder.path, input: trace });
    expect(readDocument("import", whole.stdout)).toMatchObject({ newSessions: 2, records: { sessions: 2 } });
  });

  it("say how much of a damaged trace was imported, and that importing it again is safe", async () => {
    const ids = Array.from({ length: 6_000 }, (_, i) => `g${String(i)}\n`).join("");
    await run(["catalog", "init"]);
    await run(["map", "-", "--from", "HGNC_SYMBOL", "--to", "NCBI_GENE", "--output", "o.tsv"], {
      input: ids,
    });
    const packed = gzipSync((await run(["export", "--format", "jsonl", "--all"])).stdout);
    const other = ["--store", `sqlite:${folder.file("other.db")}`];
    const cut = await run(["import", "-", ...other], { input: packed.subarray(0, packed.length - 20) });
    expect(cut.exitCode).toBe(2);
    expect(cut.stderr).toContain(
      "get it again; 5,000 records before that were imported, and importing the whole file again is safe\n",
    );
    expect((await run(["import", "-", ...other], { input: packed })).stdout).toContain(
      "1 session (none new)",
    );
  });

  it("advise with doctor according to what the file is instead of a store", async () => {
    const advice = async (file: string): Promise<string> => {
      const { exitCode, stdout } = await waymark(["doctor", "--json", "--store", `sqlite:${file}`], {
        cwd: folder.path,
      });
      expect(exitCode).toBe(1);
      const { checks } = readDocument("doctor", stdout) as DoctorDocument;
      return checks[0]?.advice ?? "";
    };
    expect(await advice(folder.path)).toContain("it is a folder");
    expect(await advice(await folder.write("list.txt", "TP53\n".repeat(200)))).toContain(
      "not an SQLite database",
    );
    await run(["migrate"]);
    const damaged = (await readFile(folder.file("trace.db"))).subarray(0, 5_000);
    await writeFile(folder.file("damaged.db"), damaged.fill(0x41, 100));
    expect(await advice(folder.file("damaged.db"))).toContain("it may be damaged");
  });

  it("give no duration for a run that was killed before its first heartbeat, before and after it is marked abandoned", async () => {
    const store = await openStore(url);
    const anHourAgo = new Date(Date.now() - 3_600_000);
    const session = { ...sampleSession(), startedAt: anHourAgo, heartbeatAt: anHourAgo };
    await store.write({ sessionStarts: [session] });
    const running = await run(["sessions", "--json"]);
    expect(readDocument("sessions", running.stdout)).toMatchObject({
      sessions: [{ status: "running", durationMs: null }],
    });
    await store.abandonStale({ staleAfterMs: 0 });
    await store.close();
    const { stdout } = await run(["sessions", "--json"]);
    expect(readDocument("sessions", stdout)).toMatchObject({
      sessions: [{ status: "abandoned", durationMs: null }],
    });
    expect((await run(["sessions"])).stdout).toMatch(/abandoned +\S+ \S+ +- /);
    const report = await run(["report", "--json"]);
    expect(readDocument("report", report.stdout)).toMatchObject({ timing: { durationMs: null } });
    expect((await run(["report"])).stdout).toMatch(/\nabandoned, started \S+ \S+ UTC\n/);
  });

  it("mention in the help of prune that an SQLite file does not shrink", async () => {
    expect((await run(["prune", "--help"])).stdout).toContain("does not shrink");
  });

  it.each([
    ["sheet.zip", "PK\u0003\u0004", "is a spreadsheet (.xlsx) or another ZIP: "],
    ["trace.db", "SQLite format 3\0", "is an SQLite database: "],
    ["trace.xz", Buffer.from("fd377a585a00", "hex"), "is packed with xz: "],
  ])("say what %s is, and what can be imported", async (name, content, what) => {
    await folder.write(name, content);
    const { exitCode, stderr } = await waymark(["import", name], { cwd: folder.path });
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      `error: ${name} ${what}import reads JSON Lines written by \`waymark export --format jsonl\`, gzipped or not\n`,
    );
  });

  it("say where an imported file is cut short, from standard input and a named pipe as well", async () => {
    await mapSample(url);
    const { stdout: trace } = await run(["export", "--format", "jsonl", "--all"]);
    const other = ["--store", `sqlite:${folder.file("other.db")}`];
    const lines = trace.split("\n");
    const file = await folder.write("cut.jsonl", lines.slice(0, -2).join("\n"));
    const cut = await waymark(["import", file, ...other], { cwd: folder.path });
    expect(cut).toMatchObject({ exitCode: 2, stdout: "" });
    expect(cut.stderr).toContain(`Line ${String(lines.length - 2)}: the trace is cut short`);
    const sessions = ["sessions", ...other];
    expect((await waymark(sessions, { cwd: folder.path })).stdout).toMatch(/ running /);
    const whole = await waymark(["import", "-", ...other], { cwd: folder.path, input: trace });
    expect(whole.stdout).toMatch(/^imported \d+ lines: 2 sessions/);
    expect((await waymark(sessions, { cwd: folder.path })).stdout).not.toContain("running");
    const missing = await waymark(["import", "nowhere.jsonl", ...other], { cwd: folder.path });
    expect(missing).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr: "error: cannot read nowhere.jsonl: there is no such file\n",
    });
  });
});
