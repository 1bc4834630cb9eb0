import { existsSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { gzipSync } from "node:zlib";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { spreadsheetDamage } from "../src/input/spreadsheet-damage.js";
import { waymark, type CommandOutcome } from "./support/in-process.js";
import { TestFolder } from "./support/test-folder.js";

const TO_GENE = ["--from", "HGNC_SYMBOL", "--to", "NCBI_GENE"];

describe("The input of waymark map", () => {
  let folder: TestFolder;

  beforeEach(async () => {
    folder = await TestFolder.create();
    expect((await waymark(["catalog", "init"], { cwd: folder.path })).exitCode).toBe(0);
  });

  afterEach(() => folder.remove());

  async function map(content: string | Uint8Array, ...more: string[]): Promise<CommandOutcome> {
    await folder.write("input", content);
    return waymark(["map", "input", ...TO_GENE, ...more], { cwd: folder.path });
  }

  /** The pairs of input and target in the output. */
  function pairs({ stdout }: CommandOutcome): string[] {
    const [head = "", ...lines] = stdout.trimEnd().split("\n");
    const at = head.split("\t").indexOf("target");
    return lines.map((it) => `${it.split("\t")[0]!} ${it.split("\t")[at]!}`);
  }

  const TWO = ["TP53 7157", "EGFR 1956"];

  it.each([
    ["LF", "TP53\nEGFR\n"],
    ["CRLF and blank lines", "\r\nTP53\r\n  \r\nEGFR\r\n"],
    ["old Macs' CR", "TP53\rEGFR\r"],
    ["no end of the last line", "TP53\nEGFR"],
    ["gzip", gzipSync("TP53\nEGFR\n")],
    ["a heading", "Gene symbol\nTP53\nEGFR\n"],
    ["a byte order mark", "\uFEFFTP53\nEGFR\n"],
    ["UTF-16 with a byte order mark", Buffer.from("\uFEFFTP53\r\nEGFR\r\n", "utf16le")],
    ["UTF-16 without one", Buffer.from("TP53\r\nEGFR\r\n", "utf16le")],
    ["UTF-16 within gzip", gzipSync(Buffer.from("\uFEFFTP53\r\nEGFR\r\n", "utf16le"))],
    ["UTF-16 without a byte order mark within gzip", gzipSync(Buffer.from("TP53\r\nEGFR\r\n", "utf16le"))],
  ])("is read the same with %s", async (_what, content) => {
    const outcome = await map(content);
    expect(outcome.exitCode).toBe(0);
    expect(pairs(outcome)).toEqual(TWO);
  });

  it("is read completely from a named pipe", async () => {
    await folder.pipe("input", "symbol\nTP53\nEGFR\n");
    const outcome = await waymark(["map", "input", ...TO_GENE], { cwd: folder.path });
    expect(pairs(outcome)).toEqual(TWO);
  });

  it("is read despite a heading, UTF-16 or a byte order mark, each of which is mentioned", async () => {
    expect((await map("symbol\nTP53\n")).stderr).toContain("line 1 (symbol) was taken for a heading");
    expect((await map(Buffer.from("\uFEFFTP53\n", "utf16le"))).stderr).toContain("UTF-16LE");
    expect((await map("\uFEFFTP53\n")).stderr).toContain("byte order mark");
    expect(pairs(await map("symbol\nTP53\n", "--no-header"))).toEqual(["symbol ", "TP53 7157"]);
  });

  it.each([
    ["nothing", "", "is empty"],
    ["blank lines", "\n \n\r\n", "is empty"],
    [
      "a heading only",
      "symbol\n",
      "only line was taken for a heading; if it is an identifier, use --no-header",
    ],
    ["a spreadsheet", Buffer.from("504b03041400", "hex"), "save the sheet as TSV or CSV"],
    [
      "bytes that are no text",
      Buffer.from("TP53\nEGFR\nMARC\xc9\n", "latin1"),
      "input, line 3: this is not UTF-8",
    ],
    [
      "a spreadsheet within gzip",
      gzipSync(Buffer.from("504b03041400", "hex")),
      "save the sheet as TSV or CSV",
    ],
    ["damaged gzip", gzipSync("TP53\n".repeat(1000)).subarray(0, 30), "damaged gzip"],
    ["a huge line", "x".repeat(3_000_000), "line 1: longer than a million characters"],
  ])("that is %s is refused in one line before anything is written", async (_what, content, message) => {
    const { exitCode, stdout, stderr } = await map(content);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("keeps rows with NUL or a text that is too long in their places, as invalid", async () => {
    const outcome = await map(`TP53\na\0b\n${"y".repeat(600)}\nEGFR\n`);
    expect(outcome.exitCode).toBe(0);
    expect(pairs(outcome)).toHaveLength(4);
    expect(outcome.stdout).toContain("it contains NUL");
    expect(outcome.stdout).toContain("longer than 512 bytes");
  });

  it("has to name the column of a table with the identifiers, by name or number", async () => {
    const table = "id\tsymbol\n1\tTP53\n2\tEGFR\n";
    const { exitCode, stderr } = await map(table);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--column, by name or number (id, symbol)");
    expect(pairs(await map(table, "--column", "symbol"))).toEqual(TWO);
    expect(pairs(await map(table, "--column", "2"))).toEqual(TWO);
    expect((await map(table, "--column", "gene")).stderr).toContain(
      "no column gene; there are 1 id, 2 symbol",
    );
    expect(pairs(await map("1\tTP53\n2\tEGFR\n", "--column", "2", "--no-header"))).toEqual(TWO);
  });

  it("gets advice if a table has another separator, whichever way the column is named", async () => {
    const table = "id|symbol\n1|TP53\n2|EGFR\n";
    const advice =
      "its first line has one cell with bars in it; if they separate its cells, save the table with tabs or commas instead";
    const named = await map(table, "--column", "symbol");
    expect(named).toMatchObject({ exitCode: 2, stdout: "" });
    expect(named.stderr).toContain(`no column symbol; there are 1 id|symbol: ${advice}\n`);
    // If there are several columns, the bar is not a separator.
    expect((await map("id|x,symbol\n1,TP53\n", "--column", "gene")).stderr).toMatch(/2 symbol\n$/);
  });

  it("has to choose between two columns with the same name, the second of which is renamed", async () => {
    const table = "gene\tgene\tconfidence\nTP53\tx\t9\n";
    expect((await map(table, "--column", "gene")).stderr).toContain(
      "several columns named gene: choose one by number (1 and 2)",
    );
    const { stdout, stderr } = await map(table, "--column", "1");
    expect(stdout.split("\n")[0]).toMatch(/^input\tidentifier\tgene_2\tinput_confidence\ttarget_type/);
    expect(stderr).toContain("several columns are named gene");
  });

  it("is refused if a quote is never closed, naming the row", async () => {
    const { exitCode, stderr } = await map('gene,note\nTP53,ok\nEGFR,"open\nMLL,x\n', "--column", "gene");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("input, line 3: a quote opened in the row that begins here is never closed");
  });

  it("is refused before anything is mapped if a row has more cells than the header, saying where and what to do", async () => {
    const table = "sample,gene,desc\ns1,TP53,tumor\ns2,EGFR,tumor, protein\n";
    const { exitCode, stdout, stderr } = await map(table, "--column", "gene");
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(
      "input, line 3: 4 cells where the header has 3: quote the cell that contains a comma",
    );
    expect(existsSync(folder.file(".waymark"))).toBe(false);
    const quoted = await map(table.replace("tumor, protein", '"tumor, protein"'), "--column", "gene");
    expect(quoted.stdout).toContain("\ttumor, protein\t");
  });

  it("may have rows that end in surplus empty cells", async () => {
    const outcome = await map("a,gene\n1,TP53,,\n2,EGFR\n", "--column", "gene");
    expect(pairs(outcome)).toEqual(TWO);
    expect(outcome.stderr).not.toContain("cells");
  });

  it("is reported to have rows with fewer cells than the header, with their number and the first one", async () => {
    const table = "gene,note,more\nTP53,a,b\nEGFR,a\nMLL\n";
    const two = await map(table, "--column", "gene");
    expect(two.exitCode).toBe(0);
    expect(two.stderr).toContain(
      "2 rows of input have fewer cells than the header (first: line 3): missing cells are taken as empty",
    );
    const one = await map(table, "--column", "gene", "--limit", "2");
    expect(one.stderr).toContain("1 row of input has fewer cells than the header (line 3)");
  });

  it("is reported to have invisible characters, with the number of identifiers and the first one", async () => {
    const one = await map("EGFR\nTP53\u200b\n");
    expect(one.stderr).toContain("1 identifier of input has invisible characters");
    expect(one.stderr).toContain("(line 2: TP53\\u200b), so no table can match it: remove those characters");
    const several = await map("MARC\u00adH1\nA\ufeffB\nA\u200dC\n\ufeffTP53\n");
    expect(several.stderr).toContain("3 identifiers of input have invisible characters");
    expect(several.stderr).toContain("(first: line 1: MARC\\u00adH1)");
  });

  it("may have rows with too few cells, and cells with line breaks", async () => {
    const { exitCode, stdout } = await map(
      'a,gene\n1\n"x\ny",TP53\n',
      "--column",
      "gene",
      "--format",
      "jsonl",
    );
    expect(exitCode).toBe(0);
    expect(
      stdout
        .trim()
        .split("\n")
        .map((it) => JSON.parse(it) as object),
    ).toMatchObject([
      { input: "", a: "1", outcome: "invalid" },
      { input: "TP53", a: "x\ny", target: "7157" },
    ]);
  });

  it.each([
    ["a missing file", ["none.txt"], "there is no such file"],
    ["a folder", ["catalog"], "is a folder"],
    ["an output in a missing folder", ["input", "--output", "no/where/out.tsv"], "there is no folder"],
    ["an output that is a folder", ["input", "--output", "catalog"], "it is a folder"],
    ["an output with the extension .gz", ["input", "--output", "q.csv.gz"], "pipe it through gzip"],
    ["a workbook as an output", ["input", "--unmapped", "q.XLSX"], "use .csv or .tsv"],
    ["an output over the input", ["input", "--output", "./input"], "overwrite the input"],
    ["one file for two outputs", ["input", "--output", "a.tsv", "--unmapped", "a.tsv"], "the same file"],
    ["a secondary type without a column", ["input", "--secondary", "NCBI_GENE"], "TYPE=COLUMN"],
    ["a date that does not exist", ["input", "--as-of", "2023-02-30"], "a date such as"],
    ["a missing catalog", ["input", "--catalog", "none.yaml"], "none.yaml"],
  ])("says what to do about %s", async (_what, args, message) => {
    await folder.write("input", "TP53\n");
    const { exitCode, stdout, stderr } = await waymark(["map", ...args, ...TO_GENE], { cwd: folder.path });
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
  });

  it("is refused if the output cannot be written to its end, saying what to do", async ({ skip }) => {
    if (!existsSync("/dev/full")) {
      console.error("not tested that a full disk is named: there is no /dev/full");
      skip("there is no /dev/full");
    }
    const { exitCode, stderr } = await map("TP53\n", "--output", "/dev/full");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^error: cannot write \/dev\/full: no space is left there: free some; all answers are/,
    );
  });

  it("is refused if the folder of the trace cannot be created, saying what to do", async () => {
    await folder.write(".waymark", "a file");
    const { exitCode, stderr } = await map("TP53\n");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`cannot create the folder ${folder.file(".waymark")} for the trace: a file`);
    expect(stderr).toContain("is in the way: move it, or name another store with --store");
  });

  it("is refused if the file must not be read", async ({ skip }) => {
    if (process.getuid?.() === 0) {
      console.error("not tested that a file may not be read: root may read every file");
      skip("root may read every file");
    }
    await chmod(await folder.write("secret", "TP53\n"), 0);
    const { stderr } = await waymark(["map", "secret", ...TO_GENE], { cwd: folder.path });
    expect(stderr).toContain("change its permissions");
  });
});

describe("Damage done by a spreadsheet", () => {
  it.each([
    ["1-Mar", "MARCH1 or MARC1"],
    ["Mar-01", "MARCH1 or MARC1"],
    ["2-Sep", "SEPT2"],
    ["Dec-01", "DEC1"],
    ["2001-03-02", "MARCH2 or MARC2"],
    ["2-Sep-24", "SEPT2"],
    ["7157.0", "7157"],
  ])("%s was probably %s", (raw, was) => {
    expect(spreadsheetDamage(raw)?.was).toBe(was);
  });

  it.each(["2.31E+10", "2,31E+13", "#NAME?", "3/2/2001"])("%s is recognised", (raw) => {
    expect(spreadsheetDamage(raw)).not.toBeNull();
  });

  it.each(["TP53", "7157", "1-8U", "HLA-A", "MAR-1X", "ENSG00000141510.12", "2E+", "", "12-Foo"])(
    "%j is nothing of the kind",
    (raw) => {
      expect(spreadsheetDamage(raw)).toBeNull();
    },
  );
});
