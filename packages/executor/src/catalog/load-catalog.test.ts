import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { catalogFolder } from "../../test/support/catalog-folder.js";
import { targetsOf } from "../../test/support/targets-of.js";
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

describe("Loading a catalog", () => {
  it("gives resources that look up what is in their tables", async () => {
    const loaded = await load();
    expect(await targetsOf(loaded, "hgnc.symbol", "A3")).toEqual(["HGNC:3"]);
    expect(await targetsOf(loaded, "hgnc.symbol", "OLD1", 1)).toEqual(["HGNC:1", "HGNC:2"]);
    expect(await targetsOf(loaded, "hgnc.symbol", "a2", 2)).toEqual(["HGNC:2"]);
    expect(await targetsOf(loaded, "hgnc.gene", "HGNC:1")).toEqual(["11 0.5"]);
    expect(await targetsOf(loaded, "hgnc.gene", "HGNC:2")).toEqual(["12", "13"]);
    expect(await targetsOf(loaded, "hgnc.gene", "HGNC:3")).toEqual([]);
    expect(await targetsOf(loaded, "hgnc.gene", "13", 0, "reverse")).toEqual(["HGNC:2 0.95"]);
  });

  it("gives maps and paths as declared, the best priority first", async () => {
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

  it("gives the history of a type, and warns if the primary table disagrees", async () => {
    const { catalog, report } = await load();
    const history = catalog.histories.get("HGNC_ID");
    expect(history).toMatchObject({ resource: "withdrawn", primaryResource: "hgnc", confidence: 1 });
    expect(history?.lookUp("HGNC:7")).toMatchObject({ status: "replaced" });
    expect(history?.lookUp("HGNC:8")).toEqual({ status: "withdrawn" });
    expect(history?.lookUp("HGNC:2")).toEqual({ status: "current" });
    expect(report.warnings).toEqual([expect.stringMatching(/^withdrawn lists 1 identifiers of HGNC_ID/)]);
    expect(report.resources[1]).toMatchObject({ historyEntries: 3, historyOverruled: 1 });
  });

  it("does not treat successors that it cannot read as a withdrawal", async () => {
    const { catalog, report } = await load({ "withdrawn.tsv": "old\tnew\nHGNC:7\tsee text\nHGNC:8\t\n" });
    const history = catalog.histories.get("HGNC_ID");
    expect(history?.lookUp("HGNC:7")).toEqual({ status: "unknown" });
    expect(history?.lookUp("HGNC:8")).toEqual({ status: "withdrawn" });
    expect(report.resources[1]).toMatchObject({ identifiersSkipped: 1, historyEntries: 1 });
  });

  it("warns of successions that form a cycle", async () => {
    const { report } = await load({ "withdrawn.tsv": "old\tnew\nHGNC:7\tHGNC:8\nHGNC:8\tHGNC:7\n" });
    expect(report.warnings).toEqual([
      expect.stringContaining("has circular successions for 2 identifiers of HGNC_ID"),
    ]);
  });

  it("reads releases as they are written, and YAML anchors", async () => {
    const yaml = `types: { A: &any {}, B: *any }
resources:
  r: { file: t.tsv, release: 1.10, maps: { m: { from: { type: A, column: a }, to: { type: B, column: b } } } }`;
    const { catalog } = await load({ "catalog.yaml": yaml, "t.tsv": "a\tb\nx\t1\n" });
    expect(catalog.resources.get("r")?.release).toBe("1.10");
  });

  it("finds tables beside the catalog or in the given folder, and reports which one it reads", async () => {
    const folder = await catalogFolder({ "hgnc.tsv": HGNC, "withdrawn.tsv": WITHDRAWN });
    const catalog = join(await catalogFolder({ "catalog.yaml": CATALOG }), "catalog.yaml");
    const seen: CatalogProgress[] = [];
    await loadCatalog(catalog, { dataDir: folder, onProgress: (it) => seen.push(it) });
    expect(seen).toEqual([
      { resource: "hgnc", path: join(folder, "hgnc.tsv"), index: 0, count: 2 },
      { resource: "withdrawn", path: join(folder, "withdrawn.tsv"), index: 1, count: 2 },
    ]);
  });

  it("fails with what an asynchronous listener rejects with", async () => {
    const folder = await catalogFolder({
      "catalog.yaml": CATALOG,
      "hgnc.tsv": HGNC,
      "withdrawn.tsv": WITHDRAWN,
    });
    const onProgress = async (): Promise<void> => Promise.reject(new Error("screen gone"));
    await expect(loadCatalog(join(folder, "catalog.yaml"), { onProgress })).rejects.toThrow("screen gone");
  });

  it("lets its paths name resources that were created in code", async () => {
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

  it("reads several columns of one type, dates of labels, and which target is preferred", async () => {
    const { catalog, report } = await load({
      "catalog.yaml": `
types: { SYMBOL: {}, GENE: {}, PROTEIN: {} }
resources:
  genes:
    file: genes.tsv
    maps:
      symbol:
        from: SYMBOL
        to: { type: GENE, columns: [ncbi, ensembl] }
        relation: names
        reversible: true
        ranks: [{ columns: [symbol, other], as: approved, since: changed }]
      protein:
        from: { type: GENE, column: ncbi }
        to: { type: PROTEIN, column: protein }
        preferred: { column: mane, value: Select }
`,
      "genes.tsv":
        "symbol\tother\tncbi\tensembl\tprotein\tmane\tchanged\nA\tAA\t1\tE1\tP1\t\t2019-03-01\nB\t\t1\t\tP2\tSelect\tlast year\n",
    });
    const genes = catalog.resources.get("genes");
    const lookUp = async (map: string, id: string, direction: "forward" | "reverse" = "forward") =>
      (
        await genes?.lookUp({
          map,
          rank: 0,
          direction,
          identifiers: [id],
          signal: new AbortController().signal,
        })
      )?.hits.get(id);
    expect((await lookUp("symbol", "AA"))?.map((it) => [it.identifier, it.since])).toEqual([
      ["1", new Date("2019-03-01")],
      ["E1", new Date("2019-03-01")],
    ]);
    expect((await lookUp("symbol", "E1", "reverse"))?.map((it) => it.identifier)).toEqual(["A", "AA"]);
    expect((await lookUp("symbol", "B"))?.[0]?.since).toBeUndefined();
    expect((await lookUp("protein", "1"))?.map((it) => [it.identifier, it.isPreferred])).toEqual([
      ["P1", undefined],
      ["P2", true],
    ]);
    expect(JSON.stringify(report.resources[0])).toContain("is not a date");
  });

  it("refuses a map that crosses species without being declared as ortholog", async () => {
    const yaml = (relation: string) => `
types: { HUMAN: { taxon: 9606 }, MOUSE: { taxon: 10090 } }
resources:
  pairs:
    file: pairs.tsv
    maps: { pair: { from: { type: HUMAN, column: a }, to: { type: MOUSE, column: b }${relation} } }
`;
    const files = { "pairs.tsv": "a\tb\n1\t2\n" };
    await expect(load({ ...files, "catalog.yaml": yaml("") })).rejects.toMatchObject({
      details: { problems: [{ message: expect.stringContaining("relation: ortholog") as string }] },
    });
    await load({ ...files, "catalog.yaml": yaml(", relation: ortholog") });
  });

  it("reads endpoints, strategies and overrides", async () => {
    const { catalog } = await load({
      "catalog.yaml": `${CATALOG}endpoints:
  study: { types: [HGNC_ID, SYMBOL], file: study.tsv, column: gene }
strategies:
  clean:
    from: SYMBOL
    steps:
      - { action: convert, to: HGNC_ID }
      - { action: filter-present, endpoint: study, required: false, name: present }
overrides:
  - { from: { type: SYMBOL, id: A3 }, to: { type: HGNC_ID, id: "1" }, author: ann, reason: seen }
  - { from: { type: SYMBOL, id: A3 }, never: { type: HGNC_ID, id: HGNC:3 }, author: ann, reason: seen }
`,
      "study.tsv": "gene\tvalue\n1\tx\nHGNC:2\ty\n",
    });
    const study = catalog.endpoints?.get("study");
    expect(study?.types).toEqual(["HGNC_ID", "SYMBOL"]);
    expect(["HGNC:1", "HGNC:2", "HGNC:3"].map((it) => study?.has?.(it))).toEqual([true, true, false]);
    expect(catalog.strategies?.get("clean")?.steps).toEqual([
      { name: "1-convert", action: "convert", isRequired: true, parameters: { to: "HGNC_ID" } },
      { name: "present", action: "filter-present", isRequired: false, parameters: { endpoint: "study" } },
    ]);
    expect(catalog.overrides?.map((it) => [it.sourceId, it.targetId, it.isNever])).toEqual([
      ["A3", "HGNC:1", false],
      ["A3", "HGNC:3", true],
    ]);
  });

  it.each([
    ["endpoints: { e: { types: [NOTHING] } }", "unknown type NOTHING"],
    ["endpoints: { e: { types: [GENE], file: a.tsv } }", "file and column go together"],
    ["endpoints: { e: { types: [GENE], file: nowhere.tsv, column: a } }", "there is no such file"],
    ["endpoints: { e: { types: [GENE], file: hgnc.tsv, column: a } }", "unknown column a"],
    ["strategies: { s: { from: GENE, steps: [{ to: GENE }] } }", "lacks action"],
    ["strategies: { s: { steps: [] } }", "must have steps, and from"],
    [
      "overrides: [{ from: { type: GENE, id: x }, to: { type: GENE, id: '1' }, author: a, reason: b }]",
      "is not a valid GENE: it does not fit",
    ],
    ["overrides: [{ from: { type: GENE, id: '1' }, author: a, reason: b }]", "either to or never"],
  ])("says where %s is wrong", async (yaml, message) => {
    const line = CATALOG.split("\n").length;
    await expect(load({ "catalog.yaml": `${CATALOG}${yaml}\n` })).rejects.toMatchObject({
      code: "invalid-catalog",
      details: { problems: [{ line, message: expect.stringContaining(message) as string }] },
    });
  });

  it("gives a fingerprint that changes with declarations and data, but not with comments", async () => {
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
