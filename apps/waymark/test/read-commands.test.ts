import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { ConflictsDocument } from "../src/documents/conflicts-document.js";
import type { DiffDocument } from "../src/documents/diff-document.js";
import type { DoctorDocument } from "../src/documents/doctor-document.js";
import type { ExplainDocument } from "../src/documents/explain-document.js";
import type { PathsDocument } from "../src/documents/paths-document.js";
import type { PruneDocument } from "../src/documents/prune-document.js";
import type { ReportDocument } from "../src/documents/report-document.js";
import type { SessionDocument } from "../src/documents/session-document.js";
import type { SessionsDocument } from "../src/documents/sessions-document.js";
import type { StaleDocument } from "../src/documents/stale-document.js";
import { readDocument } from "./support/documents.js";
import { EACH_STORE, type EmptyStore } from "./support/each-store.js";
import { waymark, type CommandOutcome } from "./support/in-process.js";
import { mapSample, SESSIONS } from "./support/sample-runs.js";
import { TestFolder } from "./support/test-folder.js";

/** The command lines whose output is the same on every store. */
const TRANSCRIPT: readonly (readonly string[])[] = [
  ["sessions"],
  ["sessions", "--json", "--tag", "release-1"],
  ["sessions", "show", "latest"],
  ["report"],
  ["report", "latest~1", "--json"],
  ["explain", "A"],
  ["explain", "p2", "--json"],
  ["explain", "E", "--session", "latest~1"],
  ["explain", "nobody"],
  ["diff"],
  ["diff", "--json"],
  ["paths"],
  ["paths", "--since", "2026-01-01", "--until", "2026-01-03", "--by", "day", "--json"],
  ["conflicts", "--kind", "agree", "--kind", "disjoint", "--json"],
  ["stale"],
  ["stale", "--json"],
  ["report", "--methods"],
  ["export", "--format", "sssom", "--session", "latest", "--options", "sssom.json"],
  ["export", "--format", "prov-json", "--session", "latest"],
  ["export", "--format", "openlineage", "--session", "latest"],
  ["export", "--format", "tsv", "--all"],
  ["export", "--format", "jsonl", "--session", "latest"],
  ["prune", "--older-than", "2026-06-01", "--dry-run"],
];

const PREFIXES = Object.fromEntries(
  ["SYMBOL", "GENE", "PROTEIN"].map((type) => [
    type,
    { prefix: type.toLowerCase(), uri: `https://example.org/${type.toLowerCase()}/` },
  ]),
);

const transcripts = new Map<string, readonly string[][]>();

describe.each(EACH_STORE)("The commands that read, on %s", (name, make) => {
  let folder: TestFolder;
  let store: EmptyStore;

  beforeAll(async () => {
    folder = await TestFolder.create();
    store = await make();
    await mapSample(store.url);
    await folder.write("sssom.json", JSON.stringify({ prefixes: PREFIXES }));
  });

  afterAll(async () => {
    await folder.remove();
    await store.remove();
  });

  const run = (...args: string[]): Promise<CommandOutcome> =>
    waymark([...args, "--store", store.url], { cwd: folder.path });

  async function read(document: string, ...args: string[]): Promise<unknown> {
    const { exitCode, stdout, stderr } = await run(...args, "--json");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    return readDocument(document, stdout);
  }

  it("treat a store without a schema like a missing one", async () => {
    const empty = await make();
    try {
      const inEmpty = (...args: string[]): Promise<CommandOutcome> =>
        waymark([...args, "--store", empty.url], { cwd: folder.path });
      for (const args of [["sessions"], ["report"], ["export", "--format", "jsonl", "--all"]])
        expect(await inEmpty(...args)).toMatchObject({
          exitCode: 3,
          stdout: "",
          stderr: expect.stringMatching(/^error: there is no trace at .* yet: map something first/) as string,
        });
      const made = await inEmpty("migrate", "--json");
      expect(readDocument("migrate", made.stdout)).toMatchObject({ existed: false, pending: [] });
      expect((await inEmpty("sessions")).exitCode).toBe(0);
    } finally {
      await empty.remove();
    }
  });

  it("list the sessions, newest first, by status and tag", async () => {
    const all = (await read("sessions", "sessions")) as SessionsDocument;
    expect(all.sessions.map((it) => it.id)).toEqual([SESSIONS[1], SESSIONS[0]]);
    const tagged = (await read("sessions", "sessions", "--tag", "release-1")) as SessionsDocument;
    expect(tagged.sessions.map((it) => it.id)).toEqual([SESSIONS[0]]);
    const failed = (await read("sessions", "sessions", "--status", "failed")) as SessionsDocument;
    expect(failed).toEqual({ hasMore: false, sessions: [] });
    const first = await run("sessions", "--limit", "1", "--json");
    expect(readDocument("sessions", first.stdout)).toMatchObject({ hasMore: true });
    const shown = (await read("session", "sessions", "show", "latest~1")) as SessionDocument;
    expect(shown).toMatchObject({ id: SESSIONS[0], status: "completed", isStale: false, inputCount: 6 });
  });

  it("report a run", async () => {
    const report = (await read("report", "report", SESSIONS[0])) as ReportDocument;
    expect((await run("report")).stdout).toContain("\n6 distinct identifiers, of which");
    expect(report).toMatchObject({ identifiers: 6, mapped: { count: 3 }, ambiguous: { count: 1 } });
    const text = (await run("report", "latest", "--unmapped", "1")).stdout;
    expect(text).toMatch(/symbol-to-protein +1 +genes +SYMBOL → GENE/);
    expect(text).toContain("… and 1 more");
    const none = await run("report", "latest", "--unmapped", "0");
    expect(none).toMatchObject({ exitCode: 0, stderr: "" });
    expect(none.stdout).not.toContain("Without a target");
    const unlisted = (await read("report", "report", "latest", "--unmapped", "0")) as ReportDocument;
    expect(unlisted.unmapped).toEqual({ items: [], total: 2, truncated: true });
  });

  it("write a report as a page, completely or not at all", async () => {
    const { exitCode, stdout, stderr } = await run("report", "latest", "--html", "report.html");
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: "wrote report.html: open it in a browser\n",
    });
    expect(await folder.read("report.html")).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
    const both = await run("report", "latest", "--html", "report.html", "--methods");
    expect(both.stderr).toBe("wrote report.html: open it in a browser\n");
    expect(both.stdout).toBe((await run("report", "latest", "--methods")).stdout);
    expect(await run("report", "nobody", "--html", "report.html")).toMatchObject({ exitCode: 3 });
    expect(await run("report", "latest", "--html", "no-folder/report.html")).toMatchObject({ exitCode: 2 });
  });

  it("explain an identifier, and exit with 3 for one that the trace does not know", async () => {
    const explanation = (await read("explain", "explain", "A")) as ExplainDocument;
    expect(explanation.mappingsFrom.items.map((it) => it.targetId)).toEqual(["p1", "p1b"]);
    const unknown = await run("explain", "nobody");
    expect(unknown).toMatchObject({ exitCode: 3, stdout: "" });
    expect(unknown.stderr).toMatch(/^error: the trace does not know "nobody"/);
    const elsewhere = await run("explain", "A", "--type", "GENE");
    expect(elsewhere.exitCode).toBe(3);
    expect(elsewhere.stderr).toMatch(/ as GENE: .* Elsewhere it knows it: SYMBOL → PROTEIN\.\n$/);
  });

  it("compare two runs, with a cause for every change", async () => {
    const diff = (await read("diff", "diff")) as DiffDocument;
    expect(diff.changes.items.every((it) => it.causes.length > 0)).toBe(true);
    const targets = diff.changes.items.map((it) => `${it.kind} ${it.sourceId} ${it.targetId ?? "-"}`);
    expect(targets).toEqual(["lost C p1", "lost C p1b", "gained C p4", "gained E p2"]);
    expect(diff.causes.items[0]?.text).toBe("genes changed: release 1 → release 2");
  });

  it("show the performance of paths and resources, also day by day", async () => {
    const window = ["--since", "2026-01-01", "--until", "2026-01-03", "--by", "day"];
    const { paths, resources } = (await read("paths", "paths", ...window)) as PathsDocument;
    expect(paths).toMatchObject([{ pathId: "symbol-to-protein", total: { runs: 2, inputCount: 12 } }]);
    expect(paths[0]?.buckets.map((it) => it.since)).toEqual(["2026-01-01T00:00:00.000Z"]);
    expect(resources.map((it) => it.resource).toSorted()).toEqual(["genes", "proteins"]);
    expect((await run("paths", "--by", "day")).exitCode).toBe(2);
  });

  it("list what rests on outdated data", async () => {
    const { mappings } = (await read("stale", "stale")) as StaleDocument;
    expect(mappings.map((it) => `${it.sourceId} ${it.targetId}`)).toEqual(["C p1", "C p1b"]);
  });

  it("say that a list cut by --limit is incomplete", async () => {
    const text = await run("stale", "--limit", "1");
    expect(text.stdout).toBe("SYMBOL C → PROTEIN p1, seen 2026-01-01: genes 1 → 2\n");
    expect(text.stderr).toBe(
      "the first 1 mapping from data that has changed: map the identifiers again to update them\n" +
        "there are more: --limit 10 shows them\n",
    );
    const cut = (await read("stale", "stale", "--limit", "1")) as StaleDocument;
    expect([cut.mappings.length, cut.hasMore]).toEqual([1, true]);
    const whole = (await read("stale", "stale", "--limit", "2")) as StaleDocument;
    expect([whole.mappings.length, whole.hasMore]).toEqual([2, false]);
    expect((await run("stale", "--limit", "2")).stderr).toMatch(
      /^2 mappings from data that has changed: map [^\n]+\n$/,
    );
  });

  it("report a type that the trace does not know as an error if nothing is found", async () => {
    for (const args of [
      ["stale", "--from", "NOPE"],
      ["stale", "--to", "NOPE", "--json"],
      ["conflicts", "--from", "NOPE"],
      ["conflicts", "--to", "NOPE", "--json"],
    ]) {
      const { exitCode, stdout, stderr } = await run(...args);
      expect({ args, exitCode, stdout }).toEqual({ args, exitCode: 3, stdout: "" });
      expect(stderr).toContain("the trace has no type NOPE: its types are PROTEIN, SYMBOL");
    }
    expect((await run("stale", "--from", "PROTEIN")).stderr).toContain("no mapping rests on data");
  });

  it("find no conflict if a single path answered everything, and say that nothing was compared", async () => {
    const found = (await read("conflicts", "conflicts", "--session", "latest")) as ConflictsDocument;
    expect(found).toEqual({
      sessionId: SESSIONS[1],
      conflicts: [],
      hasMore: false,
      identifiers: 4,
      compared: 0,
    });
    expect(await run("conflicts")).toMatchObject({
      exitCode: 0,
      stdout: "",
      stderr: "no identifier was answered along more than one path, so there was nothing to compare\n",
    });
    expect((await run("conflicts", "--kind", "odd")).exitCode).toBe(2);
  });

  it("count what would be pruned, then prune it", async () => {
    const counted = (await read(
      "prune",
      "prune",
      "--older-than",
      "2025-01-01",
      "--dry-run",
    )) as PruneDocument;
    expect(counted).toMatchObject({ sessions: 0, dryRun: true });
    expect((await run("prune", "--older-than", "yesterday")).exitCode).toBe(2);
  });

  it("find the store healthy", async () => {
    const doctor = (await read("doctor", "doctor")) as DoctorDocument;
    expect(doctor).toMatchObject({ product: name, isHealthy: true });
    expect(doctor.checks.map((it) => `${it.name} ${it.status}`)).toEqual(
      expect.arrayContaining(["store ok", "schema ok", "indexes ok", "clock ok", "sessions ok"]),
    );
    const migrated = await read("migrate", "migrate", "--dry-run");
    expect(migrated).toMatchObject({ existed: true, pending: [] });
  });

  it("move the trace to another store and back without loss", async () => {
    const file = folder.file("trace.jsonl");
    await read("export", "export", "--format", "jsonl", "--all", "--output", file);
    const other = `sqlite:${folder.file("other.db")}`;
    for (let time = 0; time < 2; time++) {
      const { stdout } = await waymark(["import", file, "--store", other, "--json"], { cwd: folder.path });
      expect(readDocument("import", stdout)).toMatchObject({ records: { sessions: 2, outcomes: 12 } });
    }
    const again = await waymark(["export", "--format", "jsonl", "--all", "--store", other], {
      cwd: folder.path,
    });
    expect(again.stdout).toBe(await folder.read("trace.jsonl"));
  });

  it("print the same as on the other stores", async () => {
    const transcript: string[][] = [];
    for (const args of TRANSCRIPT) {
      const { exitCode, stdout, stderr } = await run(...args);
      transcript.push(unmeasured(`$ waymark ${args.join(" ")}\n${stdout}${stderr}→ ${String(exitCode)}`));
    }
    transcripts.set(name, transcript);
    expect(transcript).toEqual(transcripts.get("SQLite"));
  });
});

/** The text without measurements, what is sorted by them, and the store's own clock. */
function unmeasured(text: string): string[] {
  return text
    .replaceAll(/"(\w*[dD]urationMs|heartbeatAt|identifiersPerSecond)": ?("[^"]*"|[\d.e+-]+|null)/g, '"$1"')
    .replaceAll(/\{"?[^{}]*"unit": ?"(ms|identifiers\/s)"[^{}]*\}/g, "{measured}")
    .replaceAll(/[\d,.]+ (ms|s|min)\b( \d+ s)?/g, "TIME")
    .replaceAll("<TIME", "TIME")
    .replaceAll(/[\d,.]+ identifiers a second/g, "SPEED")
    .replaceAll(/^.* (ms|identifiers\/s)$/gm, "MEASURED")
    .replaceAll(/[ \u2500-\u259f]+/g, " ")
    .split("\n")
    .map((line) => line.replace(/,$/, ""))
    .toSorted();
}
