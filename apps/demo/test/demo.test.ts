import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { openSqlTraceStore } from "@waymark/store-sql";
import type { TraceStore } from "@waymark/trace-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { DemoFolder } from "./demo-process.js";

interface DemoDocument {
  sessionId: string;
  status: string;
  store: string;
  summary: Record<string, number>;
  hops: { pathId: string; step: number; in: number; out: number }[];
  results: {
    raw: string;
    identifier: string | null;
    outcome: string;
    isAmbiguous: boolean;
    matchedAs: string | null;
    sourceStatus: string;
    targets: {
      id: string;
      confidence: number;
      hopCount: number;
      pathId: string;
      hops: { identifier: string }[];
    }[];
    servedFrom: string;
    answeredBy: string;
    losses: { resource: string; identifier: string; reason: string }[];
  }[];
}

let folder: DemoFolder;

beforeEach(async () => {
  folder = await DemoFolder.create();
});

afterEach(async () => {
  await folder.remove();
});

async function runJson(...args: string[]): Promise<DemoDocument> {
  const { stdout, stderr, exitCode } = await folder.run(["--json", ...args]);
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
  return JSON.parse(stdout) as DemoDocument;
}

async function withTrace<T>(read: (store: TraceStore) => Promise<T>): Promise<T> {
  const store = await openSqlTraceStore({ url: `sqlite:${join(folder.path, ".waymark", "demo.db")}` });
  try {
    return await read(store);
  } finally {
    await store.close();
  }
}

describe("the demo", () => {
  it("maps the sample, including its difficult identifiers", async () => {
    const { results, status, summary } = await runJson();
    const of = (raw: string) => {
      const result = results.find((it) => it.raw === raw);
      if (result === undefined) throw new Error(`${raw} is not in the sample`);
      return result;
    };
    expect(status).toBe("completed");
    expect(summary.inputs).toBeGreaterThanOrEqual(60);
    expect(of("EGFR")).toMatchObject({
      outcome: "mapped",
      matchedAs: "approved",
      targets: [{ id: "ENSP00000275493", hopCount: 4 }],
    });
    expect(of("EGFR").targets[0]?.hops.map((it) => it.identifier)).toEqual([
      "HGNC:3236",
      "1956",
      "P00533",
      "ENSP00000275493",
    ]);
    expect(of("INS")).toMatchObject({ outcome: "mapped_to_many", isAmbiguous: false });
    expect(of("INS").targets).toHaveLength(3);
    expect(of("MLL")).toMatchObject({ outcome: "mapped", matchedAs: "previous" });
    expect(of("p53")).toMatchObject({
      matchedAs: "alias",
      targets: of("TP53").targets.map(({ id }) => ({ id })),
    });
    expect(of("HNPCC")).toMatchObject({ outcome: "mapped_to_many", isAmbiguous: true });
    expect(of("CF")).toMatchObject({
      outcome: "mapped",
      targets: [{ id: "ENSP00000003084", pathId: "retired-symbol", hopCount: 5 }],
    });
    expect(
      of("CF")
        .targets[0]?.hops.slice(0, 2)
        .map((it) => it.identifier),
    ).toEqual(["HGNC:1870", "HGNC:1884"]);
    expect(of("A12M1")).toMatchObject({ outcome: "obsolete", targets: [] });
    expect(of("A12M1").losses).toContainEqual(
      expect.objectContaining({ identifier: "HGNC:1", reason: "withdrawn" }),
    );
    expect(of("XIST")).toMatchObject({ outcome: "not_found" });
    expect(of("XIST").losses).toContainEqual(
      expect.objectContaining({ identifier: "7503", reason: "not_found" }),
    );
    expect(of("egfr")).toMatchObject({ outcome: "mapped", matchedAs: "approved (case folded)" });
    expect(of("NOTAGENE1")).toMatchObject({ outcome: "not_found" });
    expect(of("TP53; MDM2")).toMatchObject({ outcome: "invalid" });
  });

  it("gives the same answers from the cache the second time, and maps again on request", async () => {
    const first = await runJson();
    const second = await runJson();
    const fresh = await runJson("--fresh");
    expect(first.summary.fromCache).toBe(0);
    // All but the input that is not an identifier.
    expect(second.summary.fromCache).toBe((second.summary.inputs ?? 0) - 1);
    expect(fresh.summary.fromCache).toBe(0);
    const answers = ({ results }: DemoDocument) =>
      results.map(({ raw, outcome, targets, losses, matchedAs, isAmbiguous }) => ({
        raw,
        outcome,
        targets,
        losses,
        matchedAs,
        isAmbiguous,
      }));
    expect(answers(second)).toEqual(answers(first));
    expect(answers(fresh)).toEqual(answers(first));
    expect(second.hops).toEqual(first.hops);
    expect(new Set(second.results.map((it) => it.answeredBy))).toContain(first.sessionId);
  });

  it("prints a readable result, and where the trace is", async () => {
    const { stdout, exitCode } = await folder.run([]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/HGNC_SYMBOL → ENSEMBL_PROTEIN/);
    expect(stdout).toMatch(/HNPCC +mapped to many \(ambiguous\)/);
    expect(stdout).toMatch(/current-symbol +1 +68 +64/);
    expect(stdout).toMatch(/The trace is in sqlite:\.\/\.waymark\/demo\.db/);
    const session = /session ([0-9a-f-]{36})/.exec(stdout)?.[1] ?? "";
    const shown = await folder.run(["--session", session]);
    expect(shown.stdout).toMatch(/completed/);
    expect((await folder.run(["--session", "latest"])).stdout).toBe(shown.stdout);
  });

  it("does not point to a trace that was kept in memory", async () => {
    const { exitCode, stdout } = await folder.run(["--store", "sqlite::memory:"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("The trace was in memory, and is gone.");
    expect(stdout).not.toContain("--session");
  });

  it("writes the complete trace", async () => {
    const { sessionId, summary } = await runJson();
    await withTrace(async (store) => {
      const counts = await store.countRecords();
      expect(counts).toMatchObject({ sessions: 1, pathExecutions: 2, outcomes: summary.inputs });
      expect(counts.provenance).toBeGreaterThanOrEqual(counts.mappings);
      expect(await store.getSession(sessionId)).toMatchObject({
        status: "completed",
        inputCount: summary.inputs,
      });
    });
  });

  it("maps a user's own data, read from standard input, and writes a table", async () => {
    await writeFile(join(folder.path, "pets.csv"), 'name,id,owner\r\nRex,7,"Ann, Bob"\r\nTom,8,Eve\r\n');
    await writeFile(
      join(folder.path, "pets.yaml"),
      [
        "types: { PET: {}, CHIP: {}, PERSON: {} }",
        "resources:",
        "  pets:",
        "    file: pets.csv",
        "    release: 1",
        "    maps:",
        "      chip: { from: { type: PET, column: name }, to: { type: CHIP, column: id }, relation: names }",
        "      owner: { from: { type: CHIP, column: id }, to: { type: PERSON, column: owner, listSeparator: ', ' } }",
      ].join("\n"),
    );
    const args = [
      "--catalog",
      "pets.yaml",
      "--from",
      "PET",
      "--to",
      "PERSON",
      "--input",
      "-",
      "--output",
      "out/owners.tsv",
    ];
    const { exitCode, stdout } = await folder.run(args, "\uFEFFRex\r\n\r\nTom\r\nFelix\r\n");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/3 identifiers/);
    const lines = (await readFile(join(folder.path, "out", "owners.tsv"), "utf8")).split("\n");
    expect(lines.map((it) => it.split("\t").slice(0, 4).join("|"))).toEqual([
      "raw|identifier|outcome|target",
      "Rex|Rex|mapped_to_many|Ann",
      "Rex|Rex|mapped_to_many|Bob",
      "Tom|Tom|mapped|Eve",
      "Felix|Felix|not_found|",
      "",
    ]);
  });

  it("only checks a catalog on request, and says where an invalid one is wrong", async () => {
    const good = await folder.run(["--check-catalog"]);
    expect(good).toMatchObject({ exitCode: 0, stderr: "" });
    expect(good.stdout).toMatch(/genes +genes\.tsv +2024-10 +61/);
    await writeFile(
      join(folder.path, "bad.yaml"),
      "types: { A: {} }\nresources:\n  r: { file: none.tsv, maps: {} }\n",
    );
    const bad = await folder.run(["--catalog", "bad.yaml", "--check-catalog"]);
    expect(bad.exitCode).toBe(1);
    expect(bad.stderr).toMatch(/bad\.yaml:3:\d+: .*none\.tsv/);
  });

  it.each([
    [["--nonsense"], /unknown option/],
    [["extra"], /too many arguments/],
    [["--from", "X"], /--from needs --catalog/],
    [["--catalog", "x.yaml"], /--catalog needs --from, --to, --input/],
    [["--min-confidence", "2"], /from 0 to 1/],
    [["--store", "ftp://somewhere"], /unknown/],
  ])("exits with 2 and one clear line for %j", async (args, message) => {
    const { exitCode, stderr, stdout } = await folder.run(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  it.each([
    "postgres://ann:s3cret@127.0.0.1:1/db",
    "postgres://ann:s3cret@127.0.0.1:1/db?password=s3cret",
    "postgres://ann:s3c%72et@[broken/db",
    "nonsense://ann:s3cret@host/db",
    "mongodb://ann:s3cret@127.0.0.1:1/db?serverSelectionTimeoutMS=200",
    "mongodb://ann:s3cret@[broken/db",
  ])("prints no credential of %s", async (url) => {
    const { exitCode, stderr, stdout } = await folder.run(["--store", url, "--verbose"]);
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(/^error: /);
    expect(stdout + stderr).not.toMatch(/s3c/);
  });

  it("leaves no session running when it is killed and started again", async () => {
    for (let round = 0; round < 3; round++) {
      const { process: child, outcome } = folder.start(["--fresh"]);
      // Killed as soon as its session is in the store, or when it has ended.
      const { stdout } = child;
      const first = new Promise((resolve) => stdout?.once("data", resolve));
      const opened = waitForSession();
      await Promise.race([opened, first, outcome]);
      child.kill("SIGKILL");
      await outcome;
    }
    expect((await runJson("--fresh")).status).toBe("completed");
    await withTrace(async (store) => {
      expect((await store.listSessions({ status: "running" })).items).toEqual([]);
      expect((await store.listSessions()).items.length).toBeGreaterThan(0);
    });
  });

  it("can run three times at once on one database", async () => {
    const runs = await Promise.all([1, 2, 3].map(() => runJson("--fresh")));
    expect(runs.map((it) => it.status)).toEqual(["completed", "completed", "completed"]);
    await withTrace(async (store) => {
      expect(await store.countRecords()).toMatchObject({ sessions: 3 });
      expect((await store.listSessions()).items.every((it) => it.status === "completed")).toBe(true);
    });
  });
});

/** Resolves when the store has a running session. */
async function waitForSession(): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const isRunning = await withTrace(
      async (store) => (await store.listSessions({ status: "running" })).items.length > 0,
    );
    if (isRunning) return;
  }
}
