import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { ErrorDocument } from "../src/documents/error-document.js";
import type { MapDocument } from "../src/documents/map-document.js";
import { readDocument } from "./support/documents.js";
import { waymark, type CommandOutcome } from "./support/in-process.js";
import { TestFolder } from "./support/test-folder.js";

const TO_PROTEIN = ["--from", "HGNC_SYMBOL", "--to", "ENSEMBL_PROTEIN"];
const TO_GENE = ["--from", "HGNC_SYMBOL", "--to", "NCBI_GENE"];

describe("waymark map", () => {
  let folder: TestFolder;

  beforeEach(async () => {
    folder = await TestFolder.create();
    expect((await run("catalog", "init")).exitCode).toBe(0);
  });

  afterEach(() => folder.remove());

  function run(...args: string[]): Promise<CommandOutcome> {
    return waymark(args, { cwd: folder.path });
  }

  function fed(input: string | Uint8Array, ...args: string[]): Promise<CommandOutcome> {
    return waymark(args, { cwd: folder.path, input });
  }

  it("maps a list, keeps every row in its place, and ends with what to do next", async () => {
    const { exitCode, stderr } = await run(
      ...["map", "catalog/symbols.txt", ...TO_PROTEIN, "--on-many", "best", "--output", "out.tsv"],
      ...["--unmapped", "rest.tsv"],
    );
    expect(exitCode).toBe(0);
    const lines = rows(await folder.read("out.tsv"));
    const inputs = (await folder.read("catalog/symbols.txt")).trim().split("\n");
    expect(lines.map((it) => it.input)).toEqual(inputs);
    expect(lines.find((it) => it.input === "MLL")).toMatchObject({
      identifier: "MLL",
      target_type: "ENSEMBL_PROTEIN",
      target: "ENSP00000374157",
      outcome: "mapped",
      matched_as: "previous",
      current_label: "KMT2A",
      ambiguous: "false",
      path: "current-symbol",
      hops: "4",
      served_from: "live",
      reason: "",
    });
    expect(lines.find((it) => it.input === "XIST")).toMatchObject({
      target: "",
      outcome: "not_found",
      reason: "not found at NCBI_GENE 7503 in proteins",
    });
    expect(lines.find((it) => it.input === "TP53; MDM2")).toMatchObject({
      outcome: "invalid",
      identifier: "",
    });
    const rest = rows(await folder.read("rest.tsv"));
    expect(rest.map((it) => it.input)).toEqual(["A12M1", "XIST", "NOTAGENE1", "TP53; MDM2"]);
    expect(stderr).toContain("waymark report latest");
    expect(stderr).toContain("waymark explain MLL");
    expect(stderr).toContain("rest.tsv: 4 lines");
  });

  it("writes one line for each target in the long shape, and one for each row in the wide one", async () => {
    const long = rows((await fed("TP53\nNOTAGENE1\n", "map", ...TO_PROTEIN)).stdout);
    expect(long.map((it) => [it.input, it.target])).toEqual([
      ["TP53", "ENSP00000269305"],
      ["TP53", "ENSP00000391478"],
      ["NOTAGENE1", ""],
    ]);
    const args = ["map", "--from", "HGNC_SYMBOL", "--to", "ENSEMBL_PROTEIN,NCBI_GENE", "--shape", "wide"];
    const wide = rows((await fed("TP53\nNOTAGENE1\n", ...args)).stdout);
    expect(wide).toMatchObject([
      {
        input: "TP53",
        ENSEMBL_PROTEIN: "ENSP00000269305|ENSP00000391478",
        ENSEMBL_PROTEIN_outcome: "mapped_to_many",
        NCBI_GENE: "7157",
        NCBI_GENE_confidence: "1",
      },
      { input: "NOTAGENE1", ENSEMBL_PROTEIN: "", NCBI_GENE: "", NCBI_GENE_outcome: "not_found" },
    ]);
  });

  it("writes JSON Lines with typed values", async () => {
    const { stdout } = await fed("MLL\n", "map", ...TO_GENE, "--format", "jsonl", "--validate");
    expect(JSON.parse(stdout)).toMatchObject({
      input: "MLL",
      target: "4297",
      ambiguous: false,
      confidence: 0.95,
      validation: "renamed",
      reason: null,
    });
  });

  it("keeps the other columns of a table, and uses secondary identifiers if the first leads nowhere", async () => {
    await folder.write(
      "study.csv",
      'sample,hgnc,gene,note\r\n1,HGNC:11998,,"a, b"\r\n2,HGNC:99999999,EGFR,"say ""x"""\r\n3,,,\r\n',
    );
    const { exitCode, stdout } = await run(
      ...["map", "study.csv", "--column", "hgnc", "--secondary", "HGNC_SYMBOL=gene"],
      ...["--from", "HGNC_ID", "--to", "NCBI_GENE", "--format", "jsonl"],
    );
    expect(exitCode).toBe(0);
    const lines = stdout
      .trim()
      .split("\n")
      .map((it) => JSON.parse(it) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { input: "HGNC:11998", sample: "1", note: "a, b", target: "7157" },
      {
        sample: "2",
        gene: "EGFR",
        note: 'say "x"',
        target: "1956",
        reason: "through a secondary identifier",
      },
      { input: "", sample: "3", outcome: "invalid" },
    ]);
  });

  it.each([
    [
      "NCBI_GENE",
      "a secondary identifier is first mapped to the type of --from, so a path must lead there. No",
    ],
    ["HGNC_ID", "this is the type of --from itself"],
  ])("explains why %s cannot be a secondary type for HGNC_ID", async (type, why) => {
    await folder.write("study.csv", "hgnc,other\nHGNC:11998,7157\n");
    const { exitCode, stderr } = await run(
      ...["map", "study.csv", "--column", "hgnc", "--secondary", `${type}=other`],
      ...["--from", "HGNC_ID", "--to", "UNIPROTKB_AC"],
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`error: --secondary ${type}: ${why}`);
  });

  it("notes identifiers that occur with different secondary identifiers, which are tried together", async () => {
    const args = [
      "--column",
      "hgnc",
      "--secondary",
      "HGNC_SYMBOL=gene",
      "--from",
      "HGNC_ID",
      "--to",
      "NCBI_GENE",
    ];
    await folder.write(
      "study.csv",
      "hgnc,gene\nHGNC:1,TP53\nbad,TP53\nHGNC:1,\nbad,EGFR\nHGNC:1,EGFR\nHGNC:1,MLH1\n",
    );
    expect((await run("map", "study.csv", ...args)).stderr).toContain(
      "note: 1 identifier of study.csv occurs in several rows with different secondary identifiers (line 6: HGNC:1): " +
        "those of all rows of an identifier are tried together",
    );
    await folder.write("study.csv", "hgnc,gene\nHGNC:1,TP53\nHGNC:1,TP53\nbad,TP53\nbad,EGFR\n");
    expect((await run("map", "study.csv", ...args)).stderr).not.toContain("different secondary");
  });

  it("uses the secondary column if the cell of the first is empty or malformed, and says so", async () => {
    await folder.write("study.csv", "hgnc,gene\n,MLL\nbad,MLL\n,TP53\nbad,NOTAGENE1\n");
    const { exitCode, stdout } = await run(
      ...["map", "study.csv", "--column", "hgnc", "--secondary", "HGNC_SYMBOL=gene"],
      ...["--from", "HGNC_ID", "--to", "NCBI_GENE"],
    );
    expect(exitCode).toBe(0);
    const lines = rows(stdout);
    expect(lines.map((it) => [it.input, it.identifier, it.outcome, it.target])).toEqual([
      ["", "", "mapped", "4297"],
      ["bad", "", "mapped", "4297"],
      ["", "", "mapped", "7157"],
      ["bad", "", "invalid", ""],
    ]);
    expect(lines[0]?.reason).toBe(
      "through a secondary identifier; its own identifier is invalid: it is empty",
    );
    expect(lines[1]?.reason).toContain("its own identifier is invalid: it does not fit");
    expect(lines[3]?.reason).toMatch(/^it does not fit/);
  });

  it("prints a summary as one document under --json", async () => {
    const args = [
      "map",
      "catalog/symbols.txt",
      ...TO_PROTEIN,
      "--to",
      "NCBI_GENE",
      "--output",
      "o.csv",
      "--json",
    ];
    const { exitCode, stdout } = await run(...args);
    expect(exitCode).toBe(0);
    const document = readDocument("map", stdout) as MapDocument;
    expect(document).toMatchObject({
      status: "completed",
      input: { count: 69 },
      sessions: [
        { targetType: "ENSEMBL_PROTEIN", summary: { inputs: 69, notFound: 2, invalid: 1, obsolete: 1 } },
        { targetType: "NCBI_GENE", status: "completed" },
      ],
      output: { format: "csv" },
    });
    expect((await folder.read("o.csv")).trim().split("\n")).toHaveLength((document.output?.lines ?? 0) + 1);
  });

  it("shows a table on a terminal, without control characters from the input", async () => {
    const { stdout } = await waymark(["map", "list.txt", ...TO_GENE, "--quiet"], {
      cwd: (await folder.write("list.txt", "TP53\n\u001b[2Jevil\n"), folder.path),
      isTerminal: true,
      env: { NO_COLOR: "1" },
    });
    expect(stdout).toMatch(/^input +outcome +targets/);
    expect(stdout).toContain("\\u001b[2Jevil");
    expect(stdout).not.toContain("\u001b[2J");
  });

  it.each([
    ["best", 1, "ENSP00000269305"],
    ["drop", 1, ""],
    ["keep", 2, "ENSP00000269305"],
  ])("with --on-many %s writes %i lines for an identifier with two targets", async (what, count, first) => {
    const lines = rows((await fed("TP53\n", "map", ...TO_PROTEIN, "--on-many", what)).stdout);
    expect(lines).toHaveLength(count);
    expect(lines[0]?.target).toBe(first);
    expect(lines[0]?.outcome).toBe("mapped_to_many");
  });

  it("with --on-many fail lists identifiers with several targets and writes no output", async () => {
    await folder.write("out.tsv", "as it was");
    const args = ["map", "-", ...TO_PROTEIN, "--on-many", "fail"];
    const file = await fed("EGFR\nTP53\n", ...args, "--output", "out.tsv", "--json");
    expect(file.exitCode).toBe(1);
    const { error } = readDocument("error", file.stderr) as ErrorDocument;
    expect(error).toMatchObject({ code: "many-targets", details: { count: 1, first: [{ line: 2 }] } });
    expect(await folder.read("out.tsv")).toBe("as it was");
    const standard = await fed("EGFR\nTP53\n", ...args);
    expect(standard).toMatchObject({ exitCode: 1, stdout: "" });
    expect((await readdir(folder.path)).filter((it) => it.includes("part"))).toEqual([]);
  });

  it("gives precedence to overrides", async () => {
    await folder.write(
      "mine.tsv",
      "from_type\tfrom_id\tto_type\tto_id\tauthor\treason\nHGNC_SYMBOL\tNOTAGENE1\tHGNC_ID\tHGNC:11998\tme\tI know\n",
    );
    const [line] = rows((await fed("NOTAGENE1\n", "map", ...TO_GENE, "--overrides", "mine.tsv")).stdout);
    expect(line).toMatchObject({ target: "7157", outcome: "mapped" });
  });

  it("maps only the first identifiers with --limit, and leaves out targets below --min-confidence", async () => {
    const args = ["map", "catalog/symbols.txt", ...TO_GENE];
    expect(rows((await run(...args, "--limit", "3")).stdout)).toHaveLength(3);
    const [line] = rows((await fed("p53\n", "map", ...TO_GENE, "--min-confidence", "0.9")).stdout);
    expect(line).toMatchObject({ outcome: "filtered", target: "" });
  });

  it("answers from the cache the second time, but not with --fresh", async () => {
    await fed("TP53\n", "map", ...TO_GENE);
    const servedFrom = async (...more: string[]): Promise<string | undefined> =>
      rows((await fed("TP53\n", "map", ...TO_GENE, ...more)).stdout)[0]?.served_from;
    expect(await servedFrom()).toBe("cache");
    expect(await servedFrom("--fresh")).toBe("live");
  });

  it("reports cells that a spreadsheet would execute, and guards them on request", async () => {
    const told = await fed("=HYPERLINK(1)\nTP53\n", "map", ...TO_GENE, "--format", "csv");
    expect(told.stderr).toContain("--guard-formulas");
    expect(told.stdout).toContain("\n=HYPERLINK(1)");
    const guarded = await fed("=HYPERLINK(1)\n", "map", ...TO_GENE, "--format", "csv", "--guard-formulas");
    expect(guarded.stdout).toContain("\n'=HYPERLINK(1)");
  });

  it("opens no session if no path leads to one of the types", async () => {
    const args = ["map", "--from", "ENSEMBL_PROTEIN", "--to", "HGNC_SYMBOL"];
    expect((await fed("ENSP00000269305\n", ...args)).exitCode).toBe(2);
    expect(existsSync(folder.file(".waymark"))).toBe(false);
  });
});

/** Lines of a TSV or CSV file without quoted cells, by column name. */
function rows(text: string): Record<string, string>[] {
  const [head = "", ...lines] = text.trimEnd().split("\n");
  const columns = head.split("\t");
  return lines.map((line) => {
    const cells = line.split("\t");
    return Object.fromEntries(columns.map((it, index) => [it, cells[index] ?? ""]));
  });
}
