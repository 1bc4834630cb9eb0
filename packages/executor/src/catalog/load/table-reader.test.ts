import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { describe, expect, it } from "vitest";

import { catalogFolder } from "../../../test/support/catalog-folder.js";
import { targetsOf } from "../../../test/support/targets-of.js";
import { loadCatalog, type LoadedCatalog } from "../load-catalog.js";

/** A catalog with one resource over one table. */
async function loadTable(
  resource: string,
  table: string | Buffer,
  file = "t.tsv",
  types = "A: {}, B: {}",
): Promise<LoadedCatalog> {
  const yaml = `types: { ${types} }\nresources:\n  r:\n    file: ${file}\n${resource.replace(/^/gm, "    ")}\n`;
  const folder = await catalogFolder({ "catalog.yaml": yaml, [file]: table });
  return loadCatalog(join(folder, "catalog.yaml"));
}

const A_TO_B = "maps: { m: { from: { type: A, column: a }, to: { type: B, column: b } } }";

describe("A declared table", () => {
  it("reports rows read, entries skipped, and duplicates", async () => {
    const table = "a\tb\tc\nx\t1\t2\nx\t1\t0.5\ny\t2\ny\tnone\t1\n\t3\t1\n";
    const map =
      "maps: { m: { from: { type: A, column: a }, to: { type: B, column: b }, confidenceColumn: c } }";
    const { report } = await loadTable(map, table, "t.tsv", "A: {}, B: { pattern: '\\d' }");
    expect(report.resources).toMatchObject([
      {
        name: "r",
        file: "t.tsv",
        release: null,
        bytes: Buffer.byteLength(table),
        rowsRead: 5,
        rowsSkipped: 1,
        identifiersSkipped: 1,
        confidencesSkipped: 1,
        duplicates: 1,
        maps: [{ name: "m", ranks: [{ name: null, identifiers: 1 }] }],
        firstSkipped: [
          { line: 2, reason: 'the confidence "2" is not from 0 to 1: that of the rank is used' },
          { line: 4, reason: "2 cells, the header has 3" },
          { line: 5, reason: 'b: "none" is not a B: it does not fit B\'s pattern \\d' },
        ],
      },
    ]);
  });

  it("shows the first five skipped entries of each kind, and counts them all", async () => {
    const rows = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? "short" : "x\tnone"));
    const table = ["a\tb", "x\t1", ...rows].join("\n");
    const { report } = await loadTable(A_TO_B, table, "t.tsv", "A: {}, B: { pattern: '\\d' }");
    expect(report.resources[0]).toMatchObject({ rowsSkipped: 10, identifiersSkipped: 10 });
    expect(report.resources[0]?.firstSkipped).toHaveLength(10);
  });

  it("normalises identifiers in tables as it does inputs", async () => {
    const loaded = await loadTable(
      A_TO_B,
      "a\tb\n p04637-2 \tENSP1.3\n",
      "t.tsv",
      "A: { stripSuffix: isoform }, B: { stripSuffix: version }",
    );
    expect(await targetsOf(loaded, "r.m", "p04637")).toEqual(["ENSP1"]);
  });

  it.each([
    [
      "a;b\nx;1\n",
      "t.tsv",
      "",
      'tsv and so has one column only, "a;b", which has semicolons in it: write the table with tabs',
    ],
    [
      "a\tb\nx\t1\n",
      "t.csv",
      "",
      "csv and so has one column only, .*, which has tabs in it: declare format: tsv, or write",
    ],
    [
      "a,b\nx,1\n",
      "t.csv",
      "format: tsv\n",
      "tsv and so .*, which has commas in it: declare format: csv, or write",
    ],
    [
      "a|b\nx|1\n",
      "t.tsv",
      "",
      "tsv and so .*, which has bars in it: write the table with tabs between its cells",
    ],
  ])(
    "says once, of a table that something else separates, what to do: %j as %s",
    async (table, file, format, what) => {
      await expect(loadTable(`${format}${A_TO_B}`, table, file)).rejects.toMatchObject({
        problems: [{ message: expect.stringMatching(new RegExp(`is read as ${what}`)) as string }],
      });
    },
  );

  it.each([
    [
      "a\tb\nx\tone\ny\t\nz\ttwo\n",
      '(all 2 non-empty cells were left out), such as "one": it does not fit B\'s pattern \\d; choose another column, or fix the pattern of B',
    ],
    [
      "a\tb\nx\t1;2\n",
      '(the only non-empty cell was left out), such as "1;2": it does not fit B\'s pattern \\d; split at ";" it would be several: declare listSeparator: ";"',
    ],
  ])("warns of a column of which no cell is what it is declared to be: %j", async (table, what) => {
    const { report } = await loadTable(A_TO_B, table, "t.tsv", "A: {}, B: { pattern: '\\d' }");
    expect(report.warnings).toEqual([`no cell of the column b of t.tsv is a B ${what}`]);
    const fitting = await loadTable(A_TO_B, `${table}v\t1\n`, "t.tsv", "A: {}, B: { pattern: '\\d' }");
    expect(fitting.report.warnings).toEqual([]);
  });

  it("skips identifiers that are not UTF-8", async () => {
    const table = Buffer.from("a\tb\nPKC\xdf\t1\nPKC\t2\n", "latin1");
    const loaded = await loadTable(A_TO_B, table);
    expect(loaded.report.resources[0]).toMatchObject({
      identifiersSkipped: 1,
      firstSkipped: [{ line: 2, reason: expect.stringContaining("it is not UTF-8") as string }],
    });
  });

  it("recognises comma-separated and gzipped tables by their names, or as declared", async () => {
    const csv = 'a,b\n"x, y",1\n';
    expect(await targetsOf(await loadTable(A_TO_B, csv, "t.csv"), "r.m", "x, y")).toEqual(["1"]);
    expect(await targetsOf(await loadTable(A_TO_B, gzipSync(csv), "T.CSV.GZ"), "r.m", "x, y")).toEqual(["1"]);
    expect(await targetsOf(await loadTable(`format: csv\n${A_TO_B}`, csv, "t.txt"), "r.m", "x, y")).toEqual([
      "1",
    ]);
  });

  it("treats quotes as ordinary characters and leaves out comments if that is declared", async () => {
    const loaded = await loadTable(`quote: none\ncomment: '#'\n${A_TO_B}`, '# note\na\tb\n"x\t1\n');
    expect(await targetsOf(loaded, "r.m", '"x')).toEqual(["1"]);
  });

  it("uses the innermost list separator that is declared, or none", async () => {
    const resource = `listSeparator: '|'
maps:
  inherited: { from: { type: A, column: a }, to: { type: B, column: b } }
  own: { listSeparator: ';', from: { type: A, column: a }, to: { type: B, column: c } }
  nearest: { listSeparator: ';', from: { type: A, column: a }, to: { type: B, column: b, listSeparator: '|' } }
  whole: { from: { type: A, column: a }, to: { type: B, column: b, listSeparator: none } }`;
    const loaded = await loadTable(resource, "a\tb\tc\nx\t1|2\t3;4\n");
    expect(await targetsOf(loaded, "r.inherited", "x")).toEqual(["1", "2"]);
    expect(await targetsOf(loaded, "r.own", "x")).toEqual(["3", "4"]);
    expect(await targetsOf(loaded, "r.nearest", "x")).toEqual(["1", "2"]);
    expect(await targetsOf(loaded, "r.whole", "x")).toEqual(["1|2"]);
  });
});
