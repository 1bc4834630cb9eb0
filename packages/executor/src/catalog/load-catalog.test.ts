import { join } from "node:path";
import { gzipSync } from "node:zlib";

import type { StepDirection } from "@waymark/trace-core";
import { describe, expect, it } from "vitest";

import { catalogFolder } from "../../test/support/catalog-folder.js";
import { FunctionResource } from "../resources/function-resource.js";
import {
  loadCatalog,
  type CatalogProgress,
  type LoadedCatalog,
  type LoadCatalogOptions,
} from "./load-catalog.js";

const CATALOG = `
types:
  SYMBOL: { foldCase: last }
  HGNC_ID: { pattern: 'HGNC:\\d+', barePrefix: 'HGNC:', primary: hgnc.hgnc_id }
  GENE: { pattern: '\\d+' }
resources:
  hgnc:
    file: hgnc.tsv
    release: 2024-10
    listSeparator: '|'
    maps:
      symbol:
        from: SYMBOL
        to: { type: HGNC_ID, column: hgnc_id }
        relation: names
        ranks:
          - { column: symbol, as: approved, confidence: 1 }
          - { column: prev_symbol, as: previous }
      gene:
        from: { type: HGNC_ID, column: hgnc_id }
        to: { type: GENE, column: entrez_id }
        confidenceColumn: score
        reversible: true
  withdrawn:
    file: withdrawn.tsv
    history: { type: HGNC_ID, from: old, to: new, withdrawn: Entry Withdrawn, confidence: 1 }
paths:
  second: { priority: 1, steps: [hgnc.symbol, hgnc.gene] }
  first: [hgnc.symbol, hgnc.gene]
  back: [{ reverse: hgnc.gene }]
`;

const HGNC = `hgnc_id\tsymbol\tprev_symbol\tentrez_id\tscore
HGNC:1\tA1\t"OLD1|OLDER1"\t11\t0.5
HGNC:2\tA2\tOLD1\t12|13\t
3\tA3\t\t\t1
`;

const WITHDRAWN = "old\tnew\nHGNC:7\tHGNC:1\nHGNC:8\tEntry Withdrawn\nHGNC:2\tHGNC:1\n";

async function load(
  files: Readonly<Record<string, string | Buffer>> = {},
  options: LoadCatalogOptions = {},
): Promise<LoadedCatalog> {
  const folder = await catalogFolder({
    "catalog.yaml": CATALOG,
    "hgnc.tsv": HGNC,
    "withdrawn.tsv": WITHDRAWN,
    ...files,
  });
  return loadCatalog(join(folder, "catalog.yaml"), options);
}

/** One resource over one table, and nothing else. */
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

async function targets(
  { catalog }: LoadedCatalog,
  step: string,
  identifier: string,
  rank = 0,
  direction: StepDirection = "forward",
): Promise<string[]> {
  const [name = "", map = ""] = step.split(".");
  const { signal } = new AbortController();
  const resource = catalog.resources.get(name);
  const result = await resource?.lookUp({ map, rank, direction, identifiers: [identifier], signal });
  return (result?.hits.get(identifier) ?? []).map(
    (it) => it.identifier + (it.confidence === null ? "" : ` ${it.confidence}`),
  );
}

describe("Loading a catalog", () => {
  it("gives resources that look up what stands in their tables", async () => {
    const loaded = await load();
    expect(await targets(loaded, "hgnc.symbol", "A3")).toEqual(["HGNC:3"]);
    expect(await targets(loaded, "hgnc.symbol", "OLD1", 1)).toEqual(["HGNC:1", "HGNC:2"]);
    expect(await targets(loaded, "hgnc.symbol", "a2", 2)).toEqual(["HGNC:2"]);
    expect(await targets(loaded, "hgnc.gene", "HGNC:1")).toEqual(["11 0.5"]);
    expect(await targets(loaded, "hgnc.gene", "HGNC:2")).toEqual(["12", "13"]);
    expect(await targets(loaded, "hgnc.gene", "HGNC:3")).toEqual([]);
    expect(await targets(loaded, "hgnc.gene", "13", 0, "reverse")).toEqual(["HGNC:2 0.95"]);
  });

  it("gives maps and paths as declared, the better priority first", async () => {
    const { catalog } = await load();
    const hgnc = catalog.resources.get("hgnc");
    expect(hgnc).toMatchObject({
      release: "2024-10",
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(hgnc?.maps).toMatchObject([
      {
        name: "symbol",
        sourceType: "SYMBOL",
        targetType: "HGNC_ID",
        relation: "names",
        isReversible: false,
        ranks: [
          { name: "approved", confidence: 1 },
          { name: "previous", confidence: 0.95 },
          { name: "approved (case folded)", confidence: 0.9 },
          { name: "previous (case folded)" },
        ],
      },
      { name: "gene", relation: "same", isReversible: true, ranks: [{ name: null, confidence: 0.95 }] },
    ]);
    expect(catalog.paths.map((it) => [it.id, it.priority])).toEqual([
      ["first", 0],
      ["back", 0],
      ["second", 1],
    ]);
    expect(catalog.paths[1]?.steps).toMatchObject([{ direction: "reverse", map: { name: "gene" } }]);
  });

  it("gives the history of a type, and warns where the primary table disagrees", async () => {
    const { catalog, report } = await load();
    const history = catalog.histories.get("HGNC_ID");
    expect(history).toMatchObject({ resource: "withdrawn", primaryResource: "hgnc", confidence: 1 });
    expect(history?.lookUp("HGNC:7")).toMatchObject({ status: "replaced" });
    expect(history?.lookUp("HGNC:8")).toEqual({ status: "withdrawn" });
    expect(history?.lookUp("HGNC:2")).toEqual({ status: "current" });
    expect(report.warnings).toEqual([expect.stringMatching(/^withdrawn calls 1 identifiers of HGNC_ID/)]);
    expect(report.resources[1]).toMatchObject({ historyEntries: 3, historyOverruled: 1 });
  });

  it("does not take successors that it cannot read for a withdrawal", async () => {
    const { catalog, report } = await load({ "withdrawn.tsv": "old\tnew\nHGNC:7\tsee text\nHGNC:8\t\n" });
    const history = catalog.histories.get("HGNC_ID");
    expect(history?.lookUp("HGNC:7")).toEqual({ status: "unknown" });
    expect(history?.lookUp("HGNC:8")).toEqual({ status: "withdrawn" });
    expect(report.resources[1]).toMatchObject({ identifiersSkipped: 1, historyEntries: 1 });
  });

  it("warns of successions that go round in a circle", async () => {
    const { report } = await load({ "withdrawn.tsv": "old\tnew\nHGNC:7\tHGNC:8\nHGNC:8\tHGNC:7\n" });
    expect(report.warnings).toEqual([
      expect.stringContaining("leads 2 identifiers of HGNC_ID round in a circle"),
    ]);
  });

  it("reports what it read, skipped and had already", async () => {
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
          { line: 2, reason: 'the confidence "2" is not from 0 to 1: the rank\'s is used' },
          { line: 4, reason: "2 cells, the header has 3" },
          { line: 5, reason: 'b: "none" is no B: it does not fit B\'s pattern \\d' },
        ],
      },
    ]);
  });

  it("shows the first five of each kind of what it skipped, and counts all", async () => {
    const rows = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? "short" : "x\tnone"));
    const table = ["a\tb", "x\t1", ...rows].join("\n");
    const { report } = await loadTable(A_TO_B, table, "t.tsv", "A: {}, B: { pattern: '\\d' }");
    expect(report.resources[0]).toMatchObject({ rowsSkipped: 10, identifiersSkipped: 10 });
    expect(report.resources[0]?.firstSkipped).toHaveLength(10);
  });

  it("normalises what stands in tables as it does inputs", async () => {
    const loaded = await loadTable(
      A_TO_B,
      "a\tb\n p04637-2 \tENSP1.3\n",
      "t.tsv",
      "A: { stripSuffix: isoform }, B: { stripSuffix: version }",
    );
    expect(await targets(loaded, "r.m", "p04637")).toEqual(["ENSP1"]);
  });

  it("skips identifiers that are not UTF-8", async () => {
    const table = Buffer.from("a\tb\nPKC\xdf\t1\nPKC\t2\n", "latin1");
    const loaded = await loadTable(A_TO_B, table);
    expect(loaded.report.resources[0]).toMatchObject({
      identifiersSkipped: 1,
      firstSkipped: [{ line: 2, reason: expect.stringContaining("it is not UTF-8") as string }],
    });
  });

  it("reads comma-separated and gzipped tables by their names, or as declared", async () => {
    const csv = 'a,b\n"x, y",1\n';
    expect(await targets(await loadTable(A_TO_B, csv, "t.csv"), "r.m", "x, y")).toEqual(["1"]);
    expect(await targets(await loadTable(A_TO_B, gzipSync(csv), "T.CSV.GZ"), "r.m", "x, y")).toEqual(["1"]);
    expect(await targets(await loadTable(`format: csv\n${A_TO_B}`, csv, "t.txt"), "r.m", "x, y")).toEqual([
      "1",
    ]);
  });

  it("takes quotes for characters and leaves out comments where that is declared", async () => {
    const loaded = await loadTable(`quote: none\ncomment: '#'\n${A_TO_B}`, '# note\na\tb\n"x\t1\n');
    expect(await targets(loaded, "r.m", '"x')).toEqual(["1"]);
  });

  it("takes the list separator that is declared nearest, or none", async () => {
    const resource = `listSeparator: '|'
maps:
  inherited: { from: { type: A, column: a }, to: { type: B, column: b } }
  own: { listSeparator: ';', from: { type: A, column: a }, to: { type: B, column: c } }
  nearest: { listSeparator: ';', from: { type: A, column: a }, to: { type: B, column: b, listSeparator: '|' } }
  whole: { from: { type: A, column: a }, to: { type: B, column: b, listSeparator: none } }`;
    const loaded = await loadTable(resource, "a\tb\tc\nx\t1|2\t3;4\n");
    expect(await targets(loaded, "r.inherited", "x")).toEqual(["1", "2"]);
    expect(await targets(loaded, "r.own", "x")).toEqual(["3", "4"]);
    expect(await targets(loaded, "r.nearest", "x")).toEqual(["1", "2"]);
    expect(await targets(loaded, "r.whole", "x")).toEqual(["1|2"]);
  });

  it("reads releases as they are written, and anchors", async () => {
    const yaml = `types: { A: &any {}, B: *any }
resources:
  r: { file: t.tsv, release: 1.10, maps: { m: { from: { type: A, column: a }, to: { type: B, column: b } } } }`;
    const { catalog } = await load({ "catalog.yaml": yaml, "t.tsv": "a\tb\nx\t1\n" });
    expect(catalog.resources.get("r")?.release).toBe("1.10");
  });

  it("finds tables beside the catalog, or in the folder that is named, and tells which it reads", async () => {
    const folder = await catalogFolder({ "hgnc.tsv": HGNC, "withdrawn.tsv": WITHDRAWN });
    const catalog = join(await catalogFolder({ "catalog.yaml": CATALOG }), "catalog.yaml");
    const seen: CatalogProgress[] = [];
    await loadCatalog(catalog, { dataDir: folder, onProgress: (it) => seen.push(it) });
    expect(seen).toEqual([
      { resource: "hgnc", path: join(folder, "hgnc.tsv"), index: 0, count: 2 },
      { resource: "withdrawn", path: join(folder, "withdrawn.tsv"), index: 1, count: 2 },
    ]);
  });

  it("lets its paths name resources that were made in code", async () => {
    const service = new FunctionResource({
      name: "service",
      release: "1",
      maps: [{ name: "gene", sourceType: "HGNC_ID", targetType: "GENE", lookUp: () => new Map() }],
    });
    const yaml = CATALOG.replace("first: [hgnc.symbol, hgnc.gene]", "first: [hgnc.symbol, service.gene]");
    const { catalog } = await load({ "catalog.yaml": yaml }, { resources: [service] });
    expect(catalog.paths[0]?.steps[1]?.resource).toBe(service);
    expect([...catalog.resources.keys()]).toEqual(["hgnc", "withdrawn", "service"]);
  });

  it("has a fingerprint that stays while nothing changes, and changes with declarations and data", async () => {
    const fingerprint = async (files: Record<string, string>): Promise<string> =>
      (await load(files)).catalog.fingerprint;
    const variants = await Promise.all([
      fingerprint({}),
      fingerprint({ "catalog.yaml": CATALOG.replace("2024-10", "2024-11") }),
      fingerprint({ "catalog.yaml": CATALOG.replace("confidence: 1 }", "confidence: 0.9 }") }),
      fingerprint({ "catalog.yaml": CATALOG.replace("withdrawn: Entry Withdrawn", "withdrawn: gone") }),
      fingerprint({ "catalog.yaml": CATALOG.replace("primary: hgnc.hgnc_id", "description: none") }),
      fingerprint({ "catalog.yaml": CATALOG.replace("foldCase: last", "trim: true") }),
      fingerprint({ "hgnc.tsv": HGNC.replace("A3", "A4") }),
      fingerprint({ "withdrawn.tsv": `${WITHDRAWN}HGNC:9\tHGNC:1\n` }),
    ]);
    expect(new Set(variants).size).toBe(variants.length);
    expect(await fingerprint({})).toBe(variants[0]);
    expect(await fingerprint({ "catalog.yaml": `# a comment\n${CATALOG}` })).toBe(variants[0]);
  });
});
