import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Catalog } from "../../catalog.js";
import { loadCatalog } from "../../catalog/load-catalog.js";
import { MappingExecutor } from "../mapping-executor.js";
import { CurrentLabels } from "./current-labels.js";

const CATALOG = `
types: { SYMBOL: {}, GENE: { primary: genes.gene }, PROTEIN: {} }
resources:
  genes:
    file: genes.tsv
    listSeparator: "|"
    maps:
      symbol:
        from: SYMBOL
        to: { type: GENE, column: gene }
        relation: names
        ranks: [{ column: symbol }, { column: previous }, { column: alias }]
      protein: { from: { type: GENE, column: gene }, to: { type: PROTEIN, column: protein } }
  old:
    file: old.tsv
    history: { type: GENE, from: gene, to: successor }
    maps: { symbol: { from: { type: SYMBOL, column: symbol }, to: { type: GENE, column: gene }, relation: names } }
paths: { all: [genes.symbol, genes.protein], old: [old.symbol, genes.protein], gene: [genes.protein] }
`;

describe("The current label", () => {
  let folder: string;
  let catalog: Catalog;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "waymark-labels-"));
    await writeFile(join(folder, "catalog.yaml"), CATALOG);
    await writeFile(
      join(folder, "genes.tsv"),
      [
        "gene\tsymbol\tprevious\talias\tprotein",
        "1\tKMT2A\tMLL\t\tP1",
        "2\tMLH1\t\tHNPCC\tP2",
        "3\tMSH2\t\tHNPCC\tP3",
        "4\tCFTR\t\t\tP4",
        "5\tXIST\tOLDXIST\t\t",
      ].join("\n"),
    );
    await writeFile(join(folder, "old.tsv"), "gene\tsymbol\tsuccessor\n9\tCF\t4\n");
    ({ catalog } = await loadCatalog(join(folder, "catalog.yaml")));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each([
    ["SYMBOL", "KMT2A", "KMT2A", "an approved symbol is its own"],
    ["SYMBOL", "MLL", "KMT2A", "a previous one has been replaced"],
    ["SYMBOL", "HNPCC", null, "several entities have no common label"],
    ["SYMBOL", "CF", "CFTR", "history is followed"],
    ["SYMBOL", "OLDXIST", "XIST", "an entity without a target still has a label"],
    ["SYMBOL", "nothing", null, "an unknown identifier has none"],
    ["GENE", "1", "KMT2A", "an entity has it as well"],
  ])("of %s %s is %s: %s", async (sourceType, identifier, label, _why) => {
    const executor = new MappingExecutor({ catalog, store: new InMemoryTraceStore() });
    const { results } = await executor.executeMapping({
      sourceType,
      targetType: "PROTEIN",
      identifiers: [identifier],
    });
    expect(new CurrentLabels(catalog, sourceType).of(results[0]!)).toBe(label);
  });

  it.each([
    ["XIST", "XIST"],
    ["OLDXIST", "XIST"],
    ["oldxist", "XIST"],
    ["HNPCC", null],
    ["nothing", null],
  ])("of %s, whose branch was lost after its entity, is %s", async (identifier, label) => {
    const yaml = CATALOG.replace("SYMBOL: {}", "SYMBOL: { foldCase: last }, LATER: {}")
      .replace(
        "      protein:",
        "      later: { from: { type: GENE, column: gene }, to: { type: LATER, column: gene } }\n      protein:",
      )
      .replace(
        "from: { type: GENE, column: gene }, to: { type: PROTEIN",
        "from: { type: LATER, column: none }, to: { type: PROTEIN",
      )
      .replace(/paths: .*/, "paths: { all: [genes.symbol, genes.later, genes.protein] }");
    await writeFile(join(folder, "later.yaml"), yaml.replace("genes.tsv", "later.tsv"));
    const rows = [
      "gene\tsymbol\tprevious\talias\tprotein\tnone",
      "2\tMLH1\t\tHNPCC\t\t",
      "3\tMSH2\t\tHNPCC\t\t",
      "5\tXIST\tOLDXIST\t\t\t",
    ];
    await writeFile(join(folder, "later.tsv"), rows.join("\n"));
    const { catalog: longer } = await loadCatalog(join(folder, "later.yaml"));
    const { results } = await new MappingExecutor({
      catalog: longer,
      store: new InMemoryTraceStore(),
    }).executeMapping({
      sourceType: "SYMBOL",
      targetType: "PROTEIN",
      identifiers: [identifier],
    });
    expect(results[0]!.outcome.losses.map((it) => it.type)).not.toContain("GENE");
    expect(new CurrentLabels(longer, "SYMBOL").of(results[0]!)).toBe(label);
  });
});
