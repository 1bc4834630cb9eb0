import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { readDocument } from "./support/documents.js";
import { waymark, type CommandOutcome } from "./support/in-process.js";
import { TestFolder } from "./support/test-folder.js";

const TO_PROTEIN = ["--from", "HGNC_SYMBOL", "--to", "ENSEMBL_PROTEIN"];
const TO_GENE = ["--from", "HGNC_SYMBOL", "--to", "NCBI_GENE"];

describe("what waymark map notes and suggests", () => {
  let folder: TestFolder;

  beforeEach(async () => {
    folder = await TestFolder.create();
    expect((await waymark(["catalog", "init"], { cwd: folder.path })).exitCode).toBe(0);
  });

  afterEach(() => folder.remove());

  function fed(input: string, ...args: string[]): Promise<CommandOutcome> {
    return waymark(args, { cwd: folder.path, input });
  }

  it("asks for the type of the identifiers, and suggests one by their form or by the tables that contain them", async () => {
    const looks = await fed("P04637\nP00533\n", "map", "--to", "ENSEMBL_PROTEIN");
    expect(looks.exitCode).toBe(2);
    expect(looks.stderr).toContain("2 of 2 look like UNIPROTKB_AC, so it is probably --from UNIPROTKB_AC");
    const known = await fed("TP53\nEGFR\nwhat\n", "map", "--to", "NCBI_GENE");
    expect(known.stderr).toContain("2 of 3 are known to the catalog as HGNC_SYMBOL");
  });

  it("says that identifiers look like another type than the named one", async () => {
    const proteins = await fed("P04637\nP00533\nTP53\n", "map", ...TO_GENE);
    expect(proteins.exitCode).toBe(0);
    expect(proteins.stderr).toContain(
      "2 of 3 identifiers look like UNIPROTKB_AC, not HGNC_SYMBOL: did you mean",
    );
    const genes = await fed("ENSG00000141510\n", "map", ...TO_GENE);
    expect(genes.stderr).toContain(
      "looks like ENSEMBL_GENE, not HGNC_SYMBOL, a type that the catalog does not have",
    );
    const right = await fed("7157\n1956\n", "map", "--from", "NCBI_GENE", "--to", "UNIPROTKB_AC");
    expect(right.stderr).not.toContain("look like");
  });

  it("says that tables contain identifiers as another type if they do not look like the named one", async () => {
    const args = ["map", "--from", "NCBI_GENE", "--to", "UNIPROTKB_AC"];
    const symbols = await fed("TP53\nEGFR\nwhat\n", ...args);
    expect(symbols.exitCode).toBe(0);
    expect(symbols.stderr).toContain(
      "note: 2 of 3 identifiers are known to the catalog as HGNC_SYMBOL, and do not look like NCBI_GENE: " +
        "did you mean --from HGNC_SYMBOL?",
    );
    expect((await fed("7157\n", ...args)).stderr).not.toContain("did you mean");
  });

  it("says that no cell of a column fits its type, with an example and what to do", async () => {
    const table = "id\tgene\tother\none\tTP53 x\tHGNC:1\ntwo\tEGFR x\t\n";
    const args = ["map", "--from", "HGNC_ID", "--to", "NCBI_GENE"];
    const secondary = ["--column", "other", "--secondary", "HGNC_SYMBOL=gene"];
    const wrong = await fed(table, ...args, "--column", "id");
    expect(wrong.stderr).toMatch(
      /^note: no cell of the column id fits HGNC_ID \(such as "one": .*\): choose another --column, or specify the type with --from$/m,
    );
    const beside = await fed(table, ...args, ...secondary);
    expect(beside.stderr).toMatch(
      /^note: no cell of the column gene fits HGNC_SYMBOL \(such as "TP53 x": .*\): choose another column with --secondary$/m,
    );
    expect(beside.stderr).not.toContain("fits HGNC_ID");
    const list = await fed("one\n", ...args);
    expect(list.stderr).toMatch(
      /^note: the only identifier does not fit HGNC_ID \("one": .*\): specify their type with --from$/m,
    );
    const bars = await fed("id|gene\n1 x|TP53\n", ...args, "--column", "1");
    expect(bars.stderr).toMatch(
      /^note: no cell of the column id\|gene fits HGNC_ID .*: its first line has one cell with bars in it/m,
    );
  });

  it("lists identifiers that a spreadsheet has damaged, with line and probable original", async () => {
    const { stderr } = await fed("TP53\n1-Mar\nSep-02\n7157.0\n2.31E+10\n", "map", ...TO_GENE);
    expect(stderr).toContain("4 identifiers look as if a spreadsheet had changed them");
    expect(stderr).toContain("line 2: 1-Mar was probably MARCH1 or MARC1");
    expect(stderr).toContain("line 3: Sep-02 was probably SEPT2");
    expect(stderr).toContain("line 4: 7157.0 was probably 7157");
    expect(stderr).toContain("line 5: 2.31E+10");
  });

  it("uses the singular for one", async () => {
    const args = ["map", "-", ...TO_GENE, "--format", "csv", "--output", "o.csv"];
    const damaged = await fed("1-Mar\n", ...args);
    expect(damaged.stderr).toContain(
      "1 identifier looks as if a spreadsheet had changed it in standard input",
    );
    expect(damaged.stderr).toContain("1 identifier, completed");
    expect(damaged.stderr).toContain("o.csv: 1 line\n");
    expect((await fed("=X(1);\n", ...args)).stderr).toContain("1 cell begins like a formula, =X(1);:");
    expect((await fed("P04637\n", ...args)).stderr).toContain("1 of 1 identifier looks like UNIPROTKB_AC");
    const many = await fed("TP53\n", "map", ...TO_PROTEIN, "--on-many", "fail");
    expect(many.stderr).toContain("1 identifier maps to several targets");
    const dropped = await fed("TP53\n", "map", ...TO_PROTEIN, "--on-many", "drop");
    expect(dropped.stderr).toContain("1 identifier with several targets was left unmapped");
  });

  it("quotes suggested command lines as a shell requires", async () => {
    const { stderr } = await fed("MLL\n", "map", ...TO_GENE, "--store", "sqlite:my store.db");
    expect(stderr).toContain("waymark report latest --store 'sqlite:my store.db'\n");
    expect(stderr).toContain("waymark explain MLL --store 'sqlite:my store.db'\n");
  });

  it("suggests a similar type for an unknown one, and lists all types", async () => {
    const { exitCode, stderr } = await fed("TP53\n", "map", "--from", "hgnc_symbol", "--to", "NCBI_GENE");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("did you mean HGNC_SYMBOL?");
  });

  it.each([
    ["HGNC_SYMBOLZ", "HGNC_SYMBOL"],
    ["NCBI", "NCBI_GENE"],
  ])("suggests for the unknown type %s the type %s", async (given, meant) => {
    const from = await fed("TP53\n", "map", "--from", given, "--to", "HGNC_ID");
    expect(from.stderr).toContain(`the catalog has no type ${given}; did you mean ${meant}?`);
    const to = await fed("TP53\n", "map", "--from", "HGNC_ID", "--to", given);
    expect(to.stderr).toContain(`the catalog has no type ${given}; did you mean ${meant}?`);
  });

  it("suggests nothing that needs the trace if that ends with the command", async () => {
    const args = ["map", ...TO_GENE, "--store", "sqlite::memory:"];
    const { exitCode, stderr } = await fed("MLL\nnone\n", ...args, "--unmapped", "rest.tsv");
    expect(exitCode).toBe(0);
    expect(stderr).toContain("the trace is in memory and ends with this command");
    expect(stderr).not.toContain("waymark report");
    expect(stderr).toContain("Next:\n  less rest.tsv\n");
    expect((await fed("MLL\n", ...args)).stderr).not.toContain("Next:");
    const { stdout } = await fed("MLL\n", ...args, "--json");
    expect(readDocument("map", stdout)).toMatchObject({ next: [] });
  });
});
