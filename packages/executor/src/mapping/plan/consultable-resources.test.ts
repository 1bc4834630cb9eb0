import { join } from "node:path";

import { ExecutionTraceLogger, type SessionResource } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { describe, expect, it } from "vitest";

import { catalogFolder } from "../../../test/support/catalog-folder.js";
import type { Catalog } from "../../catalog.js";
import { loadCatalog } from "../../catalog/load-catalog.js";
import { FunctionResource } from "../../resources/function-resource.js";
import { StrategyOrchestrator } from "../../strategy/strategy-orchestrator.js";
import { MappingExecutor } from "../mapping-executor.js";

const ABOUT = `
    title: "Genes: all of them"
    homepage: https://example.org/genes
    license: CC0-1.0
    citation: Doe J. Genes (2024).`;

/** SYMBOL → ID by `genes` (and backwards, ID → SYMBOL), ID → PROTEIN by `proteins`, OTHER → SYMBOL by `others`. */
const catalogText = (about: string): string => `
types:
  SYMBOL: {}
  ID: { primary: genes.id }
  PROTEIN: {}
  OTHER: {}
resources:
  genes:
    file: genes.tsv
    release: 2024-10${about}
    maps:
      symbol: { from: { type: SYMBOL, column: symbol }, to: { type: ID, column: id }, reversible: true }
  proteins:
    file: proteins.tsv
    resilience: { retries: 1 }
    license: CC-BY-4.0
    maps:
      id: { from: { type: ID, column: id }, to: { type: PROTEIN, column: protein } }
  withdrawn:
    file: withdrawn.tsv
    release: w
    title: Withdrawn ids
    history: { type: ID, from: old, to: new }
  others:
    file: others.tsv
    maps:
      symbol: { from: { type: OTHER, column: other }, to: { type: SYMBOL, column: symbol } }
  service:
    http: { url: "http://127.0.0.1:1/{id}" }
    release: { header: X-Release }
    title: A service
    maps:
      id: { from: ID, to: OTHER, select: { target: id } }
paths:
  symbol-to-id: [genes.symbol]
  symbol-to-protein: [genes.symbol, proteins.id]
strategies:
  to-protein:
    from: SYMBOL
    steps:
      - { name: ids, action: convert, to: ID }
      - { name: current, action: resolve-obsolete }
      - { name: proteins, action: convert, to: PROTEIN }
      - { name: nowhere, action: convert, to: OTHER, required: false }
`;

const FILES = {
  "genes.tsv": "symbol\tid\nS1\t1\n",
  "proteins.tsv": "id\tprotein\n1\tP1\n",
  "withdrawn.tsv": "old\tnew\n7\t1\n",
  "others.tsv": "other\tsymbol\no\tS1\n",
};

async function load(about = ABOUT): Promise<Catalog> {
  const folder = await catalogFolder({ "catalog.yaml": catalogText(about), ...FILES });
  return (await loadCatalog(join(folder, "catalog.yaml"))).catalog;
}

const names = (resources: readonly SessionResource[]): string[] => resources.map((it) => it.name);

describe("the resources of a session", () => {
  it("are those that its plan can consult, with their descriptions from the catalog", async () => {
    const catalog = await load();
    const executor = new MappingExecutor({ catalog, store: new InMemoryTraceStore() });
    const { session } = await executor.executeMapping({
      sourceType: "SYMBOL",
      targetType: "PROTEIN",
      identifiers: ["S1"],
    });
    expect(session.resources).toEqual([
      {
        name: "genes",
        release: "2024-10",
        contentHash: catalog.resources.get("genes")?.contentHash,
        title: "Genes: all of them",
        homepage: "https://example.org/genes",
        license: "CC0-1.0",
        citation: "Doe J. Genes (2024).",
      },
      {
        name: "proteins",
        release: null,
        contentHash: catalog.resources.get("proteins")?.contentHash,
        title: null,
        homepage: null,
        license: "CC-BY-4.0",
        citation: null,
      },
      {
        name: "withdrawn",
        release: "w",
        contentHash: catalog.resources.get("withdrawn")?.contentHash,
        title: "Withdrawn ids",
        homepage: null,
        license: null,
        citation: null,
      },
    ]);
  });

  it("include the primary table of a history, and a service that was not yet asked", async () => {
    const executor = new MappingExecutor({ catalog: await load(), store: new InMemoryTraceStore() });
    const resources = executor.consultableResources({
      sourceType: "ID",
      targetType: "OTHER",
      discoverPaths: true,
    });
    expect(names(resources)).toEqual(["genes", "service", "withdrawn"]);
    expect(resources[1]).toMatchObject({ release: null, contentHash: null, title: "A service" });
  });

  it("include those of secondary types and of the way back", async () => {
    const executor = new MappingExecutor({ catalog: await load(), store: new InMemoryTraceStore() });
    const types = { sourceType: "SYMBOL", targetType: "ID" };
    expect(names(executor.consultableResources(types))).toEqual(["genes"]);
    expect(names(executor.consultableResources({ ...types, validate: true }))).toEqual([
      "genes",
      "withdrawn",
    ]);
    expect(names(executor.consultableResources({ ...types, secondaryTypes: ["OTHER"] }))).toEqual([
      "genes",
      "others",
    ]);
  });

  it("of a strategy are those of its conversions and of the histories that it resolves", async () => {
    const catalog = await load();
    const store = new InMemoryTraceStore();
    const logger = new ExecutionTraceLogger(store);
    const executor = new MappingExecutor({ catalog, store, logger });
    const { session } = await new StrategyOrchestrator(logger, { catalog, executor }).run("to-protein", [
      "S1",
    ]);
    expect(names(session.resources)).toEqual(["genes", "proteins", "withdrawn"]);
    expect(session.parameters).toMatchObject({
      strategy: "to-protein",
      steps: [{ action: "convert", parameters: { to: "ID" } }, {}, {}, { isRequired: false }],
    });
  });

  it("can be described differently without any answer being mapped again", async () => {
    const [plain, told] = [await load(""), await load()];
    expect(told.fingerprint).toBe(plain.fingerprint);
    const store = new InMemoryTraceStore();
    const request = { sourceType: "SYMBOL", targetType: "PROTEIN", identifiers: ["S1", "S2"] };
    await new MappingExecutor({ catalog: plain, store }).executeMapping(request);
    const { summary } = await new MappingExecutor({ catalog: told, store }).executeMapping(request);
    expect(summary).toMatchObject({ fromCache: 2 });
  });

  it("include the description given for a function resource", async () => {
    const about = { title: "Upper case", homepage: null, license: "MIT", citation: null };
    const upper = new FunctionResource({
      name: "upper",
      about,
      maps: [{ name: "m", sourceType: "PROTEIN", targetType: "OTHER", lookUp: () => new Map() }],
    });
    const folder = await catalogFolder({ "catalog.yaml": catalogText(""), ...FILES });
    const { catalog } = await loadCatalog(join(folder, "catalog.yaml"), { resources: [upper] });
    const executor = new MappingExecutor({ catalog, store: new InMemoryTraceStore() });
    const request = { sourceType: "PROTEIN", targetType: "OTHER" };
    expect(executor.consultableResources(request)).toEqual([
      { name: "upper", release: null, contentHash: null, ...about },
    ]);
  });

  it("are recorded together with the options that change answers", async () => {
    const catalog = await load();
    const executor = new MappingExecutor({
      catalog,
      store: new InMemoryTraceStore(),
      maxBranches: 7,
      combineConfidence: (confidences) => Math.min(...confidences),
      confidenceRule: "minimum/1",
    });
    const { session } = await executor.executeMapping({
      sourceType: "SYMBOL",
      targetType: "ID",
      identifiers: ["S1"],
    });
    expect(session.parameters).toMatchObject({ options: { maxBranches: 7, confidenceRule: "minimum/1" } });
  });
});
