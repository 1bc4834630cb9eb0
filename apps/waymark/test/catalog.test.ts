import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { CatalogCheckDocument } from "../src/documents/catalog-check-document.js";
import type { CatalogInitDocument } from "../src/documents/catalog-init-document.js";
import { readDocument } from "./support/documents.js";
import { waymark, type CommandOutcome } from "./support/in-process.js";
import { TestFolder } from "./support/test-folder.js";

const TO_GENE = ["--from", "HGNC_SYMBOL", "--to", "NCBI_GENE"];
const MAP = ["map", "catalog/symbols.txt", ...TO_GENE];

describe("waymark catalog", () => {
  let folder: TestFolder;

  beforeEach(async () => {
    folder = await TestFolder.create();
  });

  afterEach(() => folder.remove());

  function run(...args: string[]): Promise<CommandOutcome> {
    return waymark(args, { cwd: folder.path });
  }

  it("init writes a catalog whose suggested next steps work as printed", async () => {
    const { exitCode, stdout } = await run("catalog", "init", "my catalog", "--json");
    expect(exitCode).toBe(0);
    const { files, next } = readDocument("catalog-init", stdout) as CatalogInitDocument;
    expect(files).toHaveLength(5);
    expect(next).toHaveLength(2);
    for (const line of next) {
      const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map((it) => it[1] ?? it[2]!);
      expect(words.shift()).toBe("waymark");
      expect((await run(...words)).exitCode).toBe(0);
    }
  });

  it("init overwrites nothing, and names the existing files", async () => {
    await folder.write("catalog/genes.tsv", "mine");
    const { exitCode, stderr } = await run("catalog", "init");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("genes.tsv already");
    expect(await folder.read("catalog/genes.tsv")).toBe("mine");
    await folder.write("file", "");
    expect((await run("catalog", "init", "file")).stderr).toContain("it is a file");
  });

  it("init reports a folder that cannot be created instead of trying forever", async () => {
    const { exitCode, stderr } = await run("catalog", "init", "/proc/waymark/catalog");
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: cannot write into \/proc\/waymark\/catalog: .* another place\n$/);
  });

  it("init creates missing parent folders", async () => {
    expect((await run("catalog", "init", "a/b/c")).exitCode).toBe(0);
    expect(await folder.read("a/b/c/catalog.yaml")).toContain("starter");
  });

  it("check shows the contents of each table, and the paths that a run would use", async () => {
    await run("catalog", "init");
    const { exitCode, stdout } = await run("catalog", "check");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/genes +genes\.tsv +2024-10 +61/);
    expect(stdout).toContain("current-symbol (priority 0): HGNC_SYMBOL —genes.symbol→ HGNC_ID");
    const dry = await run("catalog", "check", "--from", "HGNC_SYMBOL", "--to", "UNIPROTKB_AC", "--json");
    const { isValid, routes, catalog } = readDocument("catalog-check", dry.stdout) as CatalogCheckDocument;
    expect(isValid).toBe(true);
    expect(catalog?.tables.map((it) => it.name)).toEqual(["genes", "retired", "proteins"]);
    expect(routes?.[0]).toMatchObject({
      isDiscovered: true,
      steps: [{ from: "HGNC_SYMBOL" }, {}, { to: "UNIPROTKB_AC" }],
    });
  });

  it("check lists every problem with its place, and exits with 1", async () => {
    await run("catalog", "init");
    const text = await folder.read("catalog/catalog.yaml");
    await folder.write(
      "catalog/catalog.yaml",
      text.replace("column: ncbi_gene", "column: ncbi").replace("file: retired.tsv", "file: no.tsv"),
    );
    const { exitCode, stdout } = await run("catalog", "check");
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/catalog\.yaml:\d+:\d+: .*unknown column ncbi/);
    expect(stdout).toMatch(/catalog\.yaml:\d+:\d+: .*no\.tsv: there is no such file/);
    const document = readDocument("catalog-check", (await run("catalog", "check", "--json")).stdout);
    expect(document).toMatchObject({ isValid: false, catalog: null, problems: [{}, {}] });
  });

  it.each([
    ["a missing catalog", ["catalog", "check", "no.yaml"], "cannot read the catalog"],
    ["a missing catalog by option", ["catalog", "check", "--catalog", "no.yaml"], "cannot read the catalog"],
    ["two catalogs", ["catalog", "check", "a.yaml", "--catalog", "b.yaml"], "the catalog is named twice"],
    ["missing overrides", ["catalog", "check", "--overrides", "no.tsv"], "cannot read the overrides"],
    ["a missing catalog", [...MAP, "--catalog", "no.yaml"], "cannot read the catalog"],
    ["missing overrides", [...MAP, "--overrides", "no.tsv"], "cannot read the overrides"],
    ["overrides without a column", [...MAP, "--overrides", "catalog/symbols.txt"], "lacks the column"],
    ["a missing input", ["map", "no.txt", ...TO_GENE], "cannot read no.txt"],
  ])("exits with 2 and says what is wrong with %s: %j", async (_, args, message) => {
    await run("catalog", "init");
    const { exitCode, stderr } = await run(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("in which folder");
  });

  it("check says what to do if there is no catalog or no path, or only one of --from and --to", async () => {
    expect((await run("catalog", "check")).stderr).toContain(
      "specify a catalog after `waymark catalog check`, or create one: waymark catalog init",
    );
    await run("catalog", "init");
    expect((await run("catalog", "check", "--from", "HGNC_ID")).stderr).toContain("go together");
    const none = await run("catalog", "check", "--from", "ENSEMBL_PROTEIN", "--to", "HGNC_ID");
    expect(none.exitCode).toBe(2);
    expect(none.stderr).toContain("No path leads from ENSEMBL_PROTEIN to HGNC_ID");
    const unknown = await run("catalog", "check", "--from", "HGNC_SYMBOL", "--to", "NCBI");
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain("the catalog has no type NCBI; did you mean NCBI_GENE?");
  });
});
